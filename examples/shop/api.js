// Takes orders. Nothing in it knows of OpenTelemetry.
import express from 'express';
import pg from 'pg';
import pino from 'pino';

const log = pino();
const database = new pg.Pool();
const app = express();

app.use(express.json());

app.get('/healthz', (_request, response) => {
  response.send('ok\n');
});

app.post('/orders', async (request, response) => {
  const { item } = request.body;
  const placed = await database.query('insert into orders (item) values ($1) returning id', [item]);
  const { id } = placed.rows[0];
  await database.query("select pg_notify('orders', $1)", [id]);
  log.info({ orderId: id, item }, 'order was placed');
  response.status(201).json({ id, item });
});

const server = app.listen(Number(process.env.PORT ?? 3000), error => {
  if (error) throw error;
  log.info({ port: server.address().port }, 'listening');
});

process.once('SIGTERM', () => server.close(() => database.end()));

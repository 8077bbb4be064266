// A small service as anyone would write it: nothing in it knows of OpenTelemetry.
import express from 'express';
import pino from 'pino';

const log = pino();
const app = express();

app.get('/orders/:id', async (request, response) => {
  const { id } = request.params;
  log.info({ orderId: id }, 'order was asked for');
  const price = await fetch(`http://127.0.0.1:${server.address().port}/prices/${id}`);
  response.json({ id, price: await price.json() });
});

app.get('/prices/:id', (request, response) => {
  if (request.params.id === '404') {
    log.warn({ orderId: request.params.id }, 'no such order');
    response.status(404).json(null);
    return;
  }
  response.json(42);
});

const server = app.listen(Number(process.env.PORT ?? 0), '127.0.0.1', () => {
  console.log(`listening on http://127.0.0.1:${server.address().port}`);
});

process.on('SIGTERM', () => server.close());

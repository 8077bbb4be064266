// A service of today: a request asks PostgreSQL, Redis and another service, and writes a log record.
const fastify = require('fastify');
const { Redis } = require('ioredis');
const { Pool } = require('pg');
const pino = require('pino');
const { serve } = require('./usage.cjs');

const log = pino();
const pool = new Pool({ max: 10 });
const redis = new Redis(Number(process.env.REDIS_PORT), '127.0.0.1');
const app = fastify();
app.get('/orders/:id', async request => {
  const { id } = request.params;
  const cached = await redis.get(`order:${id}`);
  const { rows } = await pool.query('select $1::int as id', [id]);
  const price = await (await fetch(process.env.PRICES_URL)).json();
  log.info({ orderId: rows[0].id, items: 3 }, 'order was asked for');
  return { id, cached, price };
});
app.addHook('onClose', async () => {
  redis.disconnect();
  await pool.end();
});
app.ready().then(() => serve(app.server, () => app.close()));

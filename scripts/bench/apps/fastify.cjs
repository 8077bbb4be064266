const fastify = require('fastify');
const pino = require('pino');
const { serve } = require('./usage.cjs');

const log = pino();
const app = fastify();
app.get('/orders/:id', async request => {
  log.info({ orderId: Number(request.params.id), items: 3 }, 'order was asked for');
  return { id: request.params.id };
});
app.ready().then(() => serve(app.server));

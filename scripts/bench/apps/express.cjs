const http = require('node:http');
const express = require('express');
const pino = require('pino');
const { serve } = require('./usage.cjs');

const log = pino();
const app = express();
app.get('/orders/:id', (request, response) => {
  log.info({ orderId: Number(request.params.id), items: 3 }, 'order was asked for');
  response.json({ id: request.params.id });
});
serve(http.createServer(app));

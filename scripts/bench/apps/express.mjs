import http from 'node:http';
import express from 'express';
import pino from 'pino';
import { serve } from './usage.cjs';

const log = pino();
const app = express();
app.get('/orders/:id', (request, response) => {
  log.info({ orderId: Number(request.params.id), items: 3 }, 'order was asked for');
  response.json({ id: request.params.id });
});
serve(http.createServer(app));

// A server that ends as it is told: at a request for /exit by `process.exit`, at a signal as Node.js does by default.
const express = require('express');
const { say } = require('./usage.cjs');

const app = express();
app.get('/orders/:id', (request, response) => response.json({ id: request.params.id }));
app.get('/exit', (_request, response) => response.on('close', () => process.exit()).end());
const server = app.listen(0, '127.0.0.1', () => say({ port: server.address().port }));

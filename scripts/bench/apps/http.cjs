const http = require('node:http');
const { serve } = require('./usage.cjs');

serve(
  http.createServer((request, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ id: request.url.split('/').at(-1) }));
  }),
);

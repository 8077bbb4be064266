// A request for /spans/<count> makes that many spans.
const http = require('node:http');
const { trace } = require('@opentelemetry/api');
const { serve } = require('./usage.cjs');

const tracer = trace.getTracer('bench');
serve(
  http.createServer((request, response) => {
    const count = Number(request.url.split('/').at(-1));
    for (let i = 0; i < count; i++) {
      tracer.startActiveSpan('work', { attributes: { 'work.index': i } }, span => span.end());
    }
    response.end();
  }),
);

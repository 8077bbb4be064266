// Ends with spans that wait to be sent: exit.cjs <spans> <end|exit>
const { trace } = require('@opentelemetry/api');
const { say } = require('./usage.cjs');

const [count, ending] = process.argv.slice(2);
const tracer = trace.getTracer('bench');
for (let i = 0; i < Number(count); i++) tracer.startSpan('work', { attributes: { 'work.index': i } }).end();
say();
if (ending === 'exit') process.exit();

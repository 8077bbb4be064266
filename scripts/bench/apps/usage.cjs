// How an application under measurement talks to the bench: lines on stderr, one when it is ready and one a SIGUSR2.
const { writeSync } = require('node:fs');
const { monitorEventLoopDelay } = require('node:perf_hooks');

/** Its timer takes a little time of every turn, so it runs only where the delay is what is measured. */
const delay = process.env.BENCH_EVENT_LOOP ? monitorEventLoopDelay({ resolution: 1 }) : undefined;
delay?.enable();

const usage = () => {
  const { user, system } = process.cpuUsage();
  return {
    pid: process.pid,
    cpu: user + system,
    rss: process.memoryUsage.rss(),
    peak: process.resourceUsage().maxRSS * 1024,
    /** The 99th percentile since the last report, in milliseconds. */
    delay: delay && delay.percentile(99) / 1e6,
  };
};

exports.say = more => {
  writeSync(2, `@bench ${JSON.stringify({ ...usage(), ...more })}\n`);
  delay?.reset();
};

/** Listens, says so, and ends in good order on SIGTERM. */
exports.serve = (server, close = () => server.close()) => {
  process.on('SIGUSR2', () => exports.say());
  process.on('SIGTERM', () => {
    close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1', () => exports.say({ port: server.address().port }));
};

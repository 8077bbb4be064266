// How an application under measurement talks to the bench: lines on stderr, one when it is ready and one a SIGUSR2.
const { writeSync } = require('node:fs');

const usage = () => {
  const { user, system } = process.cpuUsage();
  return {
    pid: process.pid,
    cpu: user + system,
    rss: process.memoryUsage.rss(),
    peak: process.resourceUsage().maxRSS * 1024,
  };
};

exports.say = more => writeSync(2, `@bench ${JSON.stringify({ ...usage(), ...more })}\n`);

/** Listens, says so, and ends in good order on SIGTERM. */
exports.serve = server => {
  process.on('SIGUSR2', () => exports.say());
  process.on('SIGTERM', () => {
    server.close();
    server.closeAllConnections();
  });
  server.listen(0, '127.0.0.1', () => exports.say({ port: server.address().port }));
};

import { connect } from 'node:net';

/** The addresses of `localhost`. One of them may be taken while the other is free. */
const HOSTS = ['127.0.0.1', '::1'];

/**
 * Checks that nobody answers on a port of this machine. Listening alone does not tell: another program may have
 * only the IPv6 address of `localhost`, and macOS lets one address be taken from a program that listens on
 * all. A sender to `localhost` would then reach either of the two.
 *
 * @throws an error as from `server.listen`: its `code` is `EADDRINUSE`, with `address` and `port`
 */
export async function checkUnanswered(port: number): Promise<void> {
  const answered = await Promise.all(HOSTS.map(host => isAnswered(host, port)));
  const address = HOSTS.find((_, index) => answered[index]);
  if (address === undefined) return;
  const error = new Error(`listen EADDRINUSE: address already in use ${address}:${port}`);
  throw Object.assign(error, { code: 'EADDRINUSE', address, port });
}

function isAnswered(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({ host, port });
    socket.once('error', () => resolve(false));
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
  });
}

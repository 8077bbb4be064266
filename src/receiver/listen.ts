import type { AddressInfo, Server, Socket } from 'node:net';
import { checkUnanswered } from './answered-port.ts';

const HOST = '127.0.0.1';
const CLOSE_GRACE_MS = 200;

/** A server that listens. */
export interface Listening {
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Listens on a port of 127.0.0.1. Closing ends idle connections at once, lets calls in progress finish, and
 * cuts the rest after `CLOSE_GRACE_MS`.
 *
 * @param port 0 for a free one
 * @param endIdle ends idle connections if `server.close` does not
 * @throws what listening throws; `EADDRINUSE` also if another program has the port at another address of `localhost`
 */
export async function listen(server: Server, port: number, endIdle = () => {}): Promise<Listening> {
  if (port !== 0) await checkUnanswered(port);
  const sockets = new Set<Socket>();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, resolve);
  });
  const { port: boundPort } = server.address() as AddressInfo;
  return {
    url: `http://${HOST}:${boundPort}`,
    async close() {
      const closed = new Promise(resolve => server.close(resolve));
      endIdle();
      const cut = setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, CLOSE_GRACE_MS);
      await closed;
      clearTimeout(cut);
    },
  };
}

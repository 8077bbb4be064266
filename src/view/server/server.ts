import { createServer, type Server } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { checkUnanswered } from '../../receiver/answered-port.ts';
import { answer, type Site } from './routes.ts';

const HOST = '127.0.0.1';

/** Number of ports to try after the default one. */
const MOST_TRIES = 50;

export interface ViewServer {
  readonly port: number;
  /** `http://127.0.0.1:4319/`. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the page, the API and MCP on the loopback interface.
 *
 * @param port a fixed port, or the first one to try
 * @throws Error if the port is not available
 */
export async function serveView(
  site: Site,
  port: { readonly number: number; readonly fixed: boolean },
): Promise<ViewServer> {
  let own = 0;
  const server = createServer((request, response) => void answer(request, response, site, own));
  const sockets = new Set<Socket>();
  server.on('connection', socket => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  // Limits only the time to receive a request: event streams stay open.
  server.requestTimeout = 30_000;
  await listenFrom(server, port.number, port.fixed || port.number === 0 ? 1 : MOST_TRIES);
  own = (server.address() as AddressInfo).port;
  return {
    port: own,
    url: `http://${HOST}:${own}/`,
    async close() {
      const closed = new Promise<void>(resolve => server.close(() => resolve()));
      for (const socket of sockets) socket.destroySoon();
      setTimeout(() => {
        for (const socket of sockets) socket.destroy();
      }, 200).unref();
      await closed;
    },
  };
}

async function listenFrom(server: Server, first: number, tries: number): Promise<void> {
  for (let number = first; ; number++) {
    try {
      if (number !== 0) await checkUnanswered(number);
      return await listen(server, number);
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if ((code !== 'EADDRINUSE' && code !== 'EACCES') || number + 1 >= first + tries) throw error;
    }
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, HOST, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

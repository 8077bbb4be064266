import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/** A stand-in for a database that Debian has no package of: it speaks as much of the protocol as the tests need. */
export interface WireStub {
  readonly port: number;
  close(): void;
}

/** How a protocol frames its messages, and what each of them is answered. */
export interface Protocol {
  /** Bytes from which the length of a message can be read. */
  readonly header: number;
  /** The length of the message that begins here, with its header. */
  lengthOf(bytes: Buffer): number;
  answerTo(message: Buffer): Buffer;
}

/** Milliseconds. Each answer takes a while, so that callers wait for each other, or for connections. */
const DELAY = 3;

/** Starts a stand-in on a free port of the loopback interface. */
export async function startWireStub(protocol: Protocol): Promise<WireStub> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    answerMessages(socket, protocol);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as { port: number }).port,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function answerMessages(socket: Socket, { header, lengthOf, answerTo }: Protocol): void {
  let waiting = Buffer.alloc(0);
  socket.on('error', () => {});
  socket.on('data', bytes => {
    waiting = Buffer.concat([waiting, bytes]);
    while (waiting.length >= header && waiting.length >= lengthOf(waiting)) {
      const length = lengthOf(waiting);
      const answer = answerTo(waiting.subarray(0, length));
      waiting = waiting.subarray(length);
      setTimeout(() => socket.destroyed || socket.write(answer), DELAY);
    }
  });
}

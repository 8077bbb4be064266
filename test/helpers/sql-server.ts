import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/**
 * What an SQL Server answers to the queries of these tests, over its protocol TDS: Debian has no package of the server.
 * Each answer takes a while, so that callers wait for connections.
 */
export interface SqlServerStub {
  readonly port: number;
  close(): void;
}

const HEADER = 8;
const DELAY = 3;
const ANSWER = 0x04;
const PRELOGIN = 0x12;
const LOGIN = 0x10;
const LAST = 1;

const QUERY = Buffer.from('select 1 as', 'utf16le');

/** A version, and that nothing is encrypted. */
const PRELOGGED = Buffer.from([...[0, 0, 11, 0, 6, 1, 0, 17, 0, 1, 0xff], ...[16, 0, 0, 0, 0, 0], 2]);

/** The version of the protocol is 7.4. */
const LOGGED_IN = Buffer.concat([
  token(0xad, Buffer.from([1, 0x74, 0, 0, 4, ...counted('shop'), 16, 0, 0, 0])),
  done(0),
]);

/** One row with the number 1. */
const ROW = Buffer.concat([
  Buffer.from([0x81, 1, 0, 0, 0, 0, 0, 0, 0, 0x26, 4, ...counted('answer')]),
  Buffer.from([0xd1, 4, 1, 0, 0, 0]),
  done(1),
]);

/** Starts it on a free port of the loopback interface. */
export async function startSqlServerStub(): Promise<SqlServerStub> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    let waiting = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', bytes => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= HEADER && waiting.length >= waiting.readUInt16BE(2)) {
        const length = waiting.readUInt16BE(2);
        const answer = answerTo(waiting.subarray(0, length));
        waiting = waiting.subarray(length);
        setTimeout(() => socket.destroyed || socket.write(answer), DELAY);
      }
    });
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

/** What is no query sets something. */
function answerTo(request: Buffer): Buffer {
  const [type] = request;
  if (type === PRELOGIN) return packet(PRELOGGED);
  if (type === LOGIN) return packet(LOGGED_IN);
  return packet(request.includes(QUERY) ? ROW : done(0));
}

function packet(body: Buffer): Buffer {
  const head = Buffer.from([ANSWER, LAST, 0, 0, 0, 0, 1, 0]);
  head.writeUInt16BE(HEADER + body.length, 2);
  return Buffer.concat([head, body]);
}

function token(type: number, body: Buffer): Buffer {
  const head = Buffer.from([type, 0, 0]);
  head.writeUInt16LE(body.length, 1);
  return Buffer.concat([head, body]);
}

function done(rows: number): Buffer {
  return Buffer.from([0xfd, rows > 0 ? 0x10 : 0, 0, 0, 0, rows, 0, 0, 0, 0, 0, 0, 0]);
}

/** A text with the number of its letters. */
function counted(text: string): Buffer {
  return Buffer.from([text.length, ...Buffer.from(text, 'utf16le')]);
}

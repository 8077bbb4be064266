import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

/**
 * What a Cassandra of one node answers to the queries of these tests, over version 4 of its protocol: Debian has no
 * package of the server. Each answer takes a while, so that queries wait for each other.
 */
export interface CassandraStub {
  readonly port: number;
  close(): void;
}

const VERSION = 4;
const HEADER = 9;
const DELAY = 3;
const READY = 2;
const SUPPORTED = 6;
const RESULT = 8;
const OPTIONS = 5;
const QUERY = 7;
const ROWS = 2;
const ONE_TABLE = 1;
const VARCHAR = 13;

/** What the driver reads of a node. */
const NODE = {
  key: 'local',
  cluster_name: 'shop',
  data_center: 'here',
  rack: 'one',
  partitioner: 'org.apache.cassandra.dht.Murmur3Partitioner',
  release_version: '4.1.0',
};

/** Starts it on a free port of the loopback interface. */
export async function startCassandraStub(): Promise<CassandraStub> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    let waiting = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', bytes => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= HEADER && waiting.length >= HEADER + waiting.readInt32BE(5)) {
        const length = HEADER + waiting.readInt32BE(5);
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

function answerTo(request: Buffer): Buffer {
  const opcode = request[4];
  const stream = request.readInt16BE(2);
  if (opcode === OPTIONS) return frame(stream, SUPPORTED, short(0));
  if (opcode !== QUERY) return frame(stream, READY, Buffer.alloc(0));
  const query = request.toString('utf8', HEADER + 4, HEADER + 4 + request.readInt32BE(HEADER));
  if (/from system\.peers/i.test(query)) return frame(stream, RESULT, rows({ peer: '' }, 0));
  return frame(stream, RESULT, rows(/from system\.local/i.test(query) ? NODE : { answer: 'yes' }, 1));
}

function rows(row: Readonly<Record<string, string>>, count: number): Buffer {
  const columns = Object.keys(row).flatMap(name => [text(name), short(VARCHAR)]);
  const values = Object.values(row).flatMap(value => [int(Buffer.byteLength(value)), Buffer.from(value)]);
  return Buffer.concat([
    ...[int(ROWS), int(ONE_TABLE), int(Object.keys(row).length), text('shop'), text('orders')],
    ...columns,
    int(count),
    ...(count === 0 ? [] : values),
  ]);
}

function frame(stream: number, opcode: number, body: Buffer): Buffer {
  const head = Buffer.from([0x80 | VERSION, 0, stream >> 8, stream & 0xff, opcode]);
  return Buffer.concat([head, int(body.length), body]);
}

function text(value: string): Buffer {
  return Buffer.concat([short(Buffer.byteLength(value)), Buffer.from(value)]);
}

function short(value: number): Buffer {
  return Buffer.from([value >> 8, value & 0xff]);
}

function int(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeInt32BE(value);
  return bytes;
}

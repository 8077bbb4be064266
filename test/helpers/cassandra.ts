import { startWireStub, type WireStub } from './wire-stub.ts';

const VERSION = 4;
const HEADER = 9;
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

/** Starts a stand-in for a Cassandra of one node, over version 4 of its protocol. */
export function startCassandraStub(): Promise<WireStub> {
  return startWireStub({ header: HEADER, lengthOf: bytes => HEADER + bytes.readInt32BE(5), answerTo });
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

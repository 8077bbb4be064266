import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';
import { BSON } from 'mongodb';

/**
 * What a MongoDB server of one process answers to the commands of these tests, over its wire protocol: Debian has no
 * package of the server. Each answer takes a while, so that callers wait for connections.
 */
export interface MongoDbStub {
  readonly port: number;
  close(): void;
}

type Command = Readonly<Record<string, unknown>>;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;
const DELAY = 3;

const HELLO = {
  ...{ ismaster: true, isWritablePrimary: true, helloOk: true, readOnly: false, ok: 1 },
  ...{ maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 },
  ...{ minWireVersion: 0, maxWireVersion: 25 },
};

/** Starts it on a free port of the loopback interface. */
export async function startMongoDbStub(): Promise<MongoDbStub> {
  const sockets = new Set<Socket>();
  const server = createServer(socket => {
    sockets.add(socket);
    let waiting = Buffer.alloc(0);
    socket.on('error', () => {});
    socket.on('data', bytes => {
      waiting = Buffer.concat([waiting, bytes]);
      while (waiting.length >= HEADER && waiting.length >= waiting.readInt32LE(0)) {
        const length = waiting.readInt32LE(0);
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

function answerTo(message: Buffer): Buffer {
  const [id, opCode] = [message.readInt32LE(4), message.readInt32LE(12)];
  if (opCode === OP_QUERY) {
    const documentAt = message.indexOf(0, HEADER + 4) + 1 + 8;
    const body = Buffer.concat([
      Buffer.alloc(16),
      Buffer.from([1, 0, 0, 0]),
      document(commandAt(message, documentAt)),
    ]);
    return framed(id, OP_REPLY, body);
  }
  return framed(id, OP_MSG, Buffer.concat([Buffer.alloc(5), document(commandAt(message, HEADER + 5))]));
}

function commandAt(message: Buffer, offset: number): Command {
  return BSON.deserialize(message.subarray(offset, offset + message.readInt32LE(offset)));
}

function document(command: Command): Uint8Array {
  const [name = ''] = Object.keys(command);
  if (/^(?:hello|ismaster)$/i.test(name)) return BSON.serialize(HELLO);
  const cursor = { id: BSON.Long.ZERO, ns: `test.${command[name]}`, firstBatch: [{ _id: 1 }] };
  return BSON.serialize(
    name === 'find' || name === 'aggregate' ? { cursor, ok: 1 } : { n: 1, nModified: 1, ok: 1 },
  );
}

function framed(answered: number, opCode: number, body: Uint8Array): Buffer {
  const header = Buffer.alloc(HEADER);
  header.writeInt32LE(HEADER + body.length, 0);
  header.writeInt32LE(1, 4);
  header.writeInt32LE(answered, 8);
  header.writeInt32LE(opCode, 12);
  return Buffer.concat([header, body]);
}

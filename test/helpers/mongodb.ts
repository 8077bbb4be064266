import { BSON } from 'mongodb';
import { startWireStub, type WireStub } from './wire-stub.ts';

type Command = Readonly<Record<string, unknown>>;

const OP_REPLY = 1;
const OP_QUERY = 2004;
const OP_MSG = 2013;
const HEADER = 16;

const HELLO = {
  ...{ ismaster: true, isWritablePrimary: true, helloOk: true, readOnly: false, ok: 1 },
  ...{ maxBsonObjectSize: 16_777_216, maxMessageSizeBytes: 48_000_000, maxWriteBatchSize: 100_000 },
  ...{ minWireVersion: 0, maxWireVersion: 25 },
};

const REFUSED = { ok: 0, code: 2, codeName: 'BadValue', errmsg: 'it is "refused"' };

/** Of several documents, only some are written. */
const DUPLICATE = {
  ...{ ok: 1, n: 0 },
  writeErrors: [
    {
      ...{ index: 0, code: 11000 },
      errmsg: 'E11000 duplicate key error collection: shop.users dup key: { email: "secret-4711" }',
    },
  ],
};

/** What is answered to a command that has a value. */
const ERRORS = [
  { value: 'refused', answer: REFUSED },
  { value: 'duplicate', answer: DUPLICATE },
];

/** Starts a stand-in for a MongoDB server of one process, over its wire protocol. */
export function startMongoDbStub(): Promise<WireStub> {
  return startWireStub({ header: HEADER, lengthOf: bytes => bytes.readInt32LE(0), answerTo });
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
  const told = ERRORS.find(({ value }) => message.includes(value));
  const answer = told ? BSON.serialize(told.answer) : document(commandAt(message, HEADER + 5));
  return framed(id, OP_MSG, Buffer.concat([Buffer.alloc(5), answer]));
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

import { startWireStub, type WireStub } from './wire-stub.ts';

const HEADER = 8;
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

const WRONG = Buffer.from('missing', 'utf16le');

/** Error 208, of severity 16. */
const UNKNOWN_TABLE = Buffer.concat([
  token(
    0xaa,
    Buffer.concat([
      Buffer.from([208, 0, 0, 0, 1, 16]),
      message("Invalid object name 'missing'."),
      Buffer.from([0, 0, 1, 0, 0, 0]),
    ]),
  ),
  done(0),
]);

/** Starts a stand-in for an SQL Server, over its protocol TDS. */
export function startSqlServerStub(): Promise<WireStub> {
  return startWireStub({ header: HEADER, lengthOf: bytes => bytes.readUInt16BE(2), answerTo });
}

/** What is no query sets something. */
function answerTo(request: Buffer): Buffer {
  const [type] = request;
  if (type === PRELOGIN) return packet(PRELOGGED);
  if (type === LOGIN) return packet(LOGGED_IN);
  if (request.includes(WRONG)) return packet(UNKNOWN_TABLE);
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

/** The same for a longer one. */
function message(text: string): Buffer {
  return Buffer.from([text.length, 0, ...Buffer.from(text, 'utf16le')]);
}

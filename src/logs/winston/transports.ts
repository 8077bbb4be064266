import { context } from '@opentelemetry/api';
import { quietly } from '../../shared/quietly.ts';
import type { Exports } from '../bridge.ts';
import type { Info } from './info.ts';

/** A record that waits for the formats of its transports. */
interface Waiting {
  readonly transports: Set<Exports>;
  /** The result of each format. A transport that filtered the record out adds nothing. */
  readonly views: Info[];
  readonly done: () => void;
}

const waiting = new WeakMap<object, Waiting>();

const patched = new WeakSet<object>();

const NO_VIEWS: readonly Info[] = [];

/**
 * Calls `done` with the results of the transports' own formats, after each has run as it would without us. If
 * no transport has a format, it does so at once. If no transport accepts the record, it does nothing.
 */
export function afterTransports(logger: Exports, info: Info, done: (views: readonly Info[]) => void): void {
  const transports: Exports[] = logger.transports;
  const taking = transports.filter(transport => takes(transport, info));
  if (transports.length > 0 && taking.length === 0) return;
  if (!taking.some(transport => transport.format)) {
    done(NO_VIEWS);
    return;
  }
  const formatting = taking.filter(transport => transport.format);
  const views: Info[] = [];
  const finish = context.bind(context.active(), () => {
    if (views.length > 0 || formatting.length < taking.length) done(views);
  });
  for (const transport of formatting) patchTransport(transport);
  waiting.set(info, { transports: new Set(formatting), views, done: finish });
}

/** Whether a transport accepts a record, by its own level or that of the logger. */
function takes(transport: Exports, info: Info): boolean {
  if (typeof transport._accept === 'function') return transport._accept({ chunk: info });
  return !transport.handleExceptions || info.exception === true;
}

/**
 * Patches the class of a transport, from any copy of winston-transport. It has one method for a single record
 * and one for several.
 */
function patchTransport(transport: Exports): void {
  const owner = ownerOf(transport, '_write');
  if (!owner || patched.has(owner)) return;
  patched.add(owner);
  const { _write: write, _writev: writeMany } = owner;
  owner._write = function writeAndObserve(this: Exports, info: Info, ...rest: unknown[]) {
    return writeObserved(this, [info], () => write.call(this, info, ...rest));
  };
  if (typeof writeMany !== 'function') return;
  owner._writev = function writeManyAndObserve(this: Exports, chunks: { chunk: Info }[], ...rest: unknown[]) {
    const taken = chunks.map(({ chunk }) => chunk).filter(info => takes(this, info));
    return writeObserved(this, taken, () => writeMany.call(this, chunks, ...rest));
  };
}

/**
 * Lets a transport format and write records in order, and passes the results to the records that wait for
 * them.
 */
function writeObserved<Result>(transport: Exports, infos: readonly Info[], write: () => Result): Result {
  const { format } = transport;
  if (!format || !infos.some(info => waiting.has(info))) return write();
  const left = [...infos];
  const watched = Object.create(format, {
    transform: {
      value(copy: Info, options: unknown) {
        const mine = waiting.get(left.shift() as Info);
        const view = format.transform(copy, options);
        const kept = view && quietly(() => ({ ...view }));
        if (kept) mine?.views.push(kept);
        return view;
      },
    },
  });
  transport.format = watched;
  try {
    return write();
  } finally {
    transport.format = format;
    for (const info of infos) settle(transport, info);
  }
}

function settle(transport: Exports, info: Info): void {
  const mine = waiting.get(info);
  if (!mine?.transports.delete(transport) || mine.transports.size > 0) return;
  waiting.delete(info);
  quietly(mine.done);
}

function ownerOf(value: Exports, method: string): Exports {
  for (let owner = value; owner; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, method)) return owner;
  }
  return undefined;
}

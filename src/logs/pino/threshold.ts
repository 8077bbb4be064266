import { quietly } from '../../shared/quietly.ts';
import type { Exports } from '../bridge.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/** The lowest level that any target of a transport thread takes, by the stream that leads to it. */
const lowest = new WeakMap<object, number>();

const DEFAULT_LEVEL = 'info';

const LEVELS: Readonly<Record<string, number>> = {
  trace: 10,
  debug: 20,
  info: 30,
  warn: 40,
  error: 50,
  fatal: 60,
};

/** What pino hands to the thread of its transports. */
interface ThreadData {
  readonly targets?: readonly { readonly level?: string | number }[];
  readonly pipelines?: readonly (readonly { readonly level?: string | number }[])[];
  readonly levels?: Readonly<Record<string, number>>;
}

/** Watches the streams to pino's transport threads: which levels a transport takes, its thread alone knows later. */
export function watchThreadStream(ThreadStream: Exports): Exports {
  if (typeof ThreadStream !== 'function') return ThreadStream;
  return new Proxy(ThreadStream, {
    construct(target, values, newTarget) {
      const stream = Reflect.construct(target, values, newTarget);
      const threshold = quietly(() => lowestLevel(values[0]?.workerData ?? {}));
      if (threshold !== undefined) lowest.set(stream, threshold);
      return stream;
    },
  });
}

/** Whether a record that the logger lets through is taken by any of its streams. */
export function reachesTransport(logger: PinoLogger, { streamSym }: PinoSymbols, level: number): boolean {
  const stream = logger[streamSym as symbol];
  const threshold = Array.isArray(stream?.streams) ? stream.minLevel : lowest.get(stream);
  return typeof threshold !== 'number' || level >= threshold;
}

function lowestLevel({ targets = [], pipelines = [], levels = {} }: ThreadData): number | undefined {
  const targetLevels = [...targets, ...pipelines.map(([first]) => first ?? {})].map(
    ({ level = DEFAULT_LEVEL }) =>
      typeof level === 'number' ? level : (levels[level] ?? LEVELS[level] ?? 0),
  );
  return targetLevels.length > 0 ? Math.min(...targetLevels) : undefined;
}

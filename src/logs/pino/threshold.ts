import { quietly } from '../../shared/quietly.ts';
import type { Exports } from '../bridge.ts';
import type { PinoLogger, PinoSymbols } from './logger.ts';

/** The lowest level that any target of a transport thread accepts, by the stream to the thread. */
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

/** The data that pino passes to the thread of its transports. */
interface ThreadData {
  readonly targets?: readonly { readonly level?: string | number }[];
  readonly pipelines?: readonly (readonly { readonly level?: string | number }[])[];
  readonly levels?: Readonly<Record<string, number>>;
}

/**
 * Watches how pino opens streams to its transport threads. Later, only the thread knows which levels a
 * transport accepts.
 */
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

/** Whether any stream of a logger accepts a record that passed the level of the logger. */
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

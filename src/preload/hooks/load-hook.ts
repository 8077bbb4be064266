import type { AnnouncingSource } from './observed-modules.ts';

export interface Loaded {
  readonly format?: string;
  readonly source?: unknown;
  readonly shortCircuit?: boolean;
}

export type LoadHook = (url: string, context: object, nextLoad: NextLoad) => Loaded;

type NextLoad = (url: string, context?: object) => Loaded;

const FAILED = "'import-in-the-middle' failed to wrap";

const NOT_FOUND = /^(?:ERR_)?MODULE_NOT_FOUND$/;

/** Told why a module could not be wrapped, or why no module can be. */
export type OnFailure = (error: unknown, url?: string) => void;

/**
 * A load hook of `import-in-the-middle` whose wrapping may fail. If it fails, upstream warns the application
 * and returns the next hook's result as an ES module, whatever its format. This function returns that result
 * unchanged.
 */
export function unwrappedOnFailure(loadHook: LoadHook, onFailure: OnFailure): LoadHook {
  return (url, context, nextLoad) => {
    let last: Loaded | undefined;
    const warn = process.emitWarning;
    process.emitWarning = ((warning: unknown, ...rest: never[]) => {
      if (!String(warning).includes(FAILED)) return warn.call(process, warning as string, ...rest);
      const reason = warning instanceof Error ? (warning.cause ?? warning) : warning;
      // If a module imports something missing, the application fails as well, with a better message.
      if (!NOT_FOUND.test(String((reason as NodeJS.ErrnoException)?.code))) onFailure(reason, url);
    }) as typeof warn;
    try {
      const loaded = loadHook(url, context, (...values) => {
        last = nextLoad(...values);
        return last;
      });
      const isUnwrapped = last !== undefined && loaded !== last && loaded.source === last.source;
      return isUnwrapped && last ? { ...last, shortCircuit: true } : loaded;
    } finally {
      process.emitWarning = warn;
    }
  };
}

/** The source of a loaded module, which Node.js has as a string or as bytes. */
export function sourceText({ source }: Loaded): string | undefined {
  if (source === undefined || source === null) return undefined;
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
}

/**
 * A loaded module, with its source replaced by the announcing one if the loaded source is the expected one.
 */
export function asAnnouncing<Module extends Loaded>(
  loaded: Module,
  one: AnnouncingSource | undefined,
): Module {
  return one && sourceText(loaded) === one.source ? { ...loaded, source: one.announcing } : loaded;
}

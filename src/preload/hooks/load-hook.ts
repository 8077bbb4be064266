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

/** Is told why a module could not be wrapped, or why none can be. */
export type OnFailure = (error: unknown, url?: string) => void;

/**
 * A load hook of `import-in-the-middle` whose wrapping may fail. It then warns the application, and gives what the next
 * hook has loaded as the source of an ES module, whatever it is: this gives it as what it is.
 */
export function unwrappedOnFailure(loadHook: LoadHook, onFailure: OnFailure): LoadHook {
  return (url, context, nextLoad) => {
    let last: Loaded | undefined;
    const warn = process.emitWarning;
    process.emitWarning = ((warning: unknown, ...rest: never[]) => {
      if (!String(warning).includes(FAILED)) return warn.call(process, warning as string, ...rest);
      const reason = warning instanceof Error ? (warning.cause ?? warning) : warning;
      // What a module imports and is not there fails for the application as well, which says it better.
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

/** The source of a module that was loaded, which Node.js has as a text or as bytes. */
export function sourceText({ source }: Loaded): string | undefined {
  if (source === undefined || source === null) return undefined;
  return typeof source === 'string' ? source : Buffer.from(source as Uint8Array).toString('utf8');
}

/** A module that was loaded, with the source in which it announces itself, where the other is what was loaded. */
export function asAnnouncing<Module extends Loaded>(
  loaded: Module,
  one: AnnouncingSource | undefined,
): Module {
  return one && sourceText(loaded) === one.source ? { ...loaded, source: one.announcing } : loaded;
}

import { createRequire } from 'node:module';
import { join, relative, resolve, sep } from 'node:path';
import { isPath, mayBeFile, parseWorkSpans, type WorkSpan } from '../../../config/parse/work-spans.ts';
import { errorMessage } from '../../../shared/error-message.ts';
import { withWork } from '../../../work/with-work.ts';
import type { Say } from '../../foundation/diagnostics.ts';
import type { ObservedModules } from '../../hooks/observed-modules.ts';
import { modulesInCircles } from './import-circles.ts';
import { exportNames, type Miss, type Replaced, replaceExport } from './work-spans-exports.ts';

/** Facts of this process for work that is named from outside. */
export interface WorkSpansFacts {
  /** The working directory. */
  readonly folder: string;
  /** The file that the program starts with, links followed; empty if there is none. */
  readonly entry: string;
  /** Whether this process should load every named module: not a child, not a worker thread. */
  readonly first: boolean;
}

interface Target extends WorkSpan {
  readonly file: string | undefined;
  /** Its name in a bundle: the path from the working directory; undefined for a package. */
  readonly source: string | undefined;
  /** Why nothing was found yet; undefined after a match. */
  miss:
    | { readonly code: Miss['miss'] | 'not-loaded' | 'own-calls' | 'unreadable'; readonly words: string }
    | undefined;
}

/** Names functions as units of work from outside (`OTEL_RUN_WORK_SPANS`). */
export interface NamedWork extends ObservedModules {
  /** Reports, once, which entries matched nothing. */
  report(): void;
}

/**
 * Reads `OTEL_RUN_WORK_SPANS`. Each named function is replaced in its module's exports by one that calls it
 * in a unit of work. Calls from other modules use the replacement, calls within the module do not. Methods
 * are an exception: they are replaced on their object, for all callers.
 *
 * @returns undefined if the variable names nothing; the command line has reported unreadable entries
 */
export function nameWork(value: string | undefined, facts: WorkSpansFacts, say: Say): NamedWork | undefined {
  const targets = parseWorkSpans(value).workSpans.map(workSpan => toTarget(workSpan, facts));
  if (targets.length === 0) return undefined;
  let reported = false;

  const replaceIn = (exports: unknown, isMeant: (target: Target) => boolean) =>
    replaceTargets(
      exports,
      targets.filter(target => isMeant(target) && !isOwnFunction(target, facts)),
    );

  return {
    files: new Set(targets.flatMap(({ file }) => file ?? [])),
    specifiers: new Set(targets.map(({ module }) => module).filter(module => !isPath(module))),
    announcing: modulesInCircles(
      targets.flatMap(({ file, source }) =>
        file === undefined || source === undefined || file === facts.entry ? [] : { file, path: source },
      ),
    ),
    onRequired: (file, exports) => replaceIn(exports, target => target.file === file),
    onImported(file, specifier, namespace) {
      replaceIn(namespace, target => target.file === file || target.module === specifier);
    },
    onAnnounced: (path, name, exports) =>
      replaceIn(exports, ({ module, source }) => (path !== '' && source === path) || module === name),
    report() {
      if (reported) return;
      reported = true;
      for (const { module, path, miss } of targets) {
        if (miss === undefined || (miss.code === 'not-loaded' && !facts.first)) continue;
        say('warn', `OTEL_RUN_WORK_SPANS: ${module}#${path.join('.')} matched nothing: ${miss.words}`);
      }
    },
  };
}

const NOT_LOADED = { code: 'not-loaded', words: 'the module was not loaded' } as const;

const OWN_CALLS = {
  code: 'own-calls',
  words:
    'it is the module that the program starts with, whose own calls cannot be named from outside: ' +
    'use withWork in there, or move the function to a module of its own',
} as const;

const WORDS: Readonly<Record<Exclude<Miss['miss'], 'absent'>, string>> = {
  'not-a-function': 'it is not a function',
  class: 'it is a class: name one of its methods, as in #Worker.prototype.handle',
  changing: 'it cannot be replaced: it changes, or is not declared as a function',
  frozen: 'it cannot be replaced: the object that holds it is frozen',
};

/** @returns what the module exports from now on */
function replaceTargets(exports: unknown, targets: readonly Target[]): unknown {
  let current = exports;
  for (const target of targets) {
    const outcome = tryReplacing(current, target);
    if ('exports' in outcome) {
      target.miss = undefined;
      current = outcome.exports;
    } else if (target.miss !== undefined) {
      target.miss = 'error' in outcome ? unreadable(outcome.error) : found(outcome.miss, current);
    }
  }
  return current;
}

/** A getter of the application may throw. */
function tryReplacing(
  exports: unknown,
  { path, name }: Target,
): Replaced | Miss | { readonly error: unknown } {
  try {
    return replaceExport(exports, path, original => asWork(name, original));
  } catch (error) {
    return { error };
  }
}

/** In the program's entry module, only methods are worth replacing: it finds them on their object. */
function isOwnFunction({ file, path }: Target, { entry }: WorkSpansFacts): boolean {
  return file === entry && path.length === 1;
}

function toTarget(workSpan: WorkSpan, { folder, entry }: WorkSpansFacts): Target {
  const { module } = workSpan;
  const { file, isOwn } = findFile(module, folder);
  const source = isOwn ? relative(folder, resolve(folder, module)).replaceAll(sep, '/') : undefined;
  return { ...workSpan, file, source, miss: file === entry ? OWN_CALLS : NOT_LOADED };
}

/** Without `./` in front, it is a file of the working directory where no package has that name. */
function findFile(
  module: string,
  folder: string,
): { readonly file: string | undefined; readonly isOwn: boolean } {
  const inPackage = isPath(module) ? undefined : resolveFrom(folder, module);
  if (inPackage !== undefined || !mayBeFile(module)) return { file: inPackage, isOwn: false };
  const path = resolve(folder, module);
  return { file: resolveFrom(folder, path) ?? path, isOwn: true };
}

function resolveFrom(folder: string, module: string): string | undefined {
  try {
    return createRequire(join(folder, 'package.json')).resolve(module);
  } catch {
    return undefined;
  }
}

function found(code: Miss['miss'], exports: unknown): Target['miss'] {
  const exported = () => `the module exports ${exportNames(exports).join(', ') || 'nothing'}`;
  return { code, words: code === 'absent' ? exported() : WORDS[code] };
}

function unreadable(error: unknown): Target['miss'] {
  return { code: 'unreadable', words: `it cannot be read: ${errorMessage(error)}` };
}

/** A proxy keeps everything else about a function: its name, its properties, `new`. */
function asWork<Callable extends (...values: never[]) => unknown>(
  name: string,
  original: Callable,
): Callable {
  return new Proxy(original, {
    apply: (target, self, values) => withWork(name, () => Reflect.apply(target, self, values)),
  });
}

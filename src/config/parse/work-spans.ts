import { isAbsolute } from 'node:path';
/** One entry of OTEL_RUN_WORK_SPANS: a function, and the name of the unit of work for each call. */
export interface WorkSpan {
  /** A path relative to the working directory, or a package, as written in the entry. */
  readonly module: string;
  /** The path from the module's exports to the function: `['Worker', 'prototype', 'handle']`. */
  readonly path: readonly string[];
  readonly name: string;
}

/** Why an entry cannot be read. */
export type WorkSpanProblem = 'quoted' | 'module' | 'export' | 'prototype' | 'name';

/** The readable entries, and what is wrong with the others. `position` counts entries from 1. */
export interface WorkSpans {
  readonly workSpans: readonly WorkSpan[];
  readonly problems: readonly { readonly position: number; readonly problem: WorkSpanProblem }[];
}

const IDENTIFIER = /^[\p{ID_Start}$_][\p{ID_Continue}$]*$/u;

/**
 * Reads `module#export=span name, …`: entries end at commas, the module at the first `#`, the export at the first `=`
 * after it. An export is `default`, a name, or a path of names such as `queue.process`.
 */
export function parseWorkSpans(value: string | undefined): WorkSpans {
  const workSpans: WorkSpan[] = [];
  const problems: { position: number; problem: WorkSpanProblem }[] = [];
  const entries = (value ?? '').split(',').filter(entry => entry.trim() !== '');
  for (const [index, entry] of entries.entries()) {
    const parsed = parseEntry(entry);
    if (typeof parsed === 'string') problems.push({ position: index + 1, problem: parsed });
    else workSpans.push(parsed);
  }
  return { workSpans, problems };
}

/** Whether a module is a path: `./dist/jobs`, `/app/dist/jobs`. */
export function isPath(module: string): boolean {
  return /^\.{1,2}[\\/]/.test(module) || isAbsolute(module);
}

/** Whether a module is a path, or may be one without `./` in front: `dist/jobs.js`. */
export function mayBeFile(module: string): boolean {
  return isPath(module) || /\.[cm]?[jt]sx?$/.test(module);
}

function parseEntry(entry: string): WorkSpan | WorkSpanProblem {
  const [, module = '', rest = ''] = /^([^#]*)#?(.*)$/s.exec(entry) ?? [];
  const [, target = '', name = ''] = /^([^=]*)=?(.*)$/s.exec(rest) ?? [];
  if (/^\s*["']/.test(module)) return 'quoted';
  if (module.trim() === '') return 'module';
  const path = target.trim().split('.');
  if (!path.every(part => IDENTIFIER.test(part))) return 'export';
  if (path.at(-1) === 'prototype' || path.at(-1) === 'constructor') return 'prototype';
  return name.trim() === '' ? 'name' : { module: module.trim(), path, name: name.trim() };
}

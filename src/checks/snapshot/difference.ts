import type { Shape } from './shape.ts';

/** One thing that was added, was removed, or changed its type. */
export interface Difference {
  readonly how: 'added' | 'removed' | 'changed';
  /** `orders · spans · GET /orders/:id (server) · http.route`. */
  readonly where: readonly string[];
  /** The type of an attribute, or both types if it changed. */
  readonly what: string;
}

type Tree = { readonly [key: string]: Tree | string };

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

/** The differences between two shapes, in the order of the file. An entirely new part is one difference. */
export function differences(before: Shape, now: Shape): Difference[] {
  return compare(before as unknown as Tree, now as unknown as Tree, []);
}

/** A line for each difference, grouped as in a diff. */
export function differenceLines(found: readonly Difference[]): string[] {
  let heading = '';
  return found.flatMap(difference => {
    const { how, where, what } = difference;
    const within = where.slice(0, -1).join(' · ');
    const line = `${SIGNS[how]} ${where.at(-1)}${what && `: ${what}`}`;
    if (within === heading) return [`  ${line}`];
    heading = within;
    return [within, `  ${line}`];
  });
}

/** One line: `+ orders · spans · GET /orders/:id (server) · user.id: string`. */
export function differenceLine({ how, where, what }: Difference): string {
  return `${SIGNS[how]} ${where.join(' · ')}${what && `: ${what}`}`;
}

function compare(before: Tree, now: Tree, path: readonly string[]): Difference[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(now)])].sort();
  return keys.flatMap((key): Difference[] => {
    const [old, current] = [before[key], now[key]];
    const where = [...path, key];
    if (old === undefined || isEmptyOf(old, path))
      return current === undefined ? [] : added(current, where, 'added');
    if (current === undefined || isEmptyOf(current, path)) return added(old, where, 'removed');
    if (typeof old === 'string' || typeof current === 'string')
      return old === current
        ? []
        : [{ how: 'changed', where, what: `${describeValue(old)} → ${describeValue(current)}` }];
    return compare(old, current, where);
  });
}

/** A service without spans still has the key. */
function isEmptyOf(value: Tree | string, path: readonly string[]): boolean {
  return path.length === 1 && typeof value === 'object' && Object.keys(value).length === 0;
}

/** A new service or section is shown with its content. */
function added(value: Tree | string, where: readonly string[], how: 'added' | 'removed'): Difference[] {
  if (typeof value === 'string') return [{ how, where, what: value }];
  if (where.length >= 3) return [{ how, where, what: '' }];
  return Object.entries(value).flatMap(([key, inner]) => added(inner, [...where, key], how));
}

function describeValue(value: Tree | string): string {
  return typeof value === 'string' ? value : 'map';
}

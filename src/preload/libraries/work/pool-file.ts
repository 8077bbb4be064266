import { readFileSync } from 'node:fs';
import { mayBeOfPool } from './task-entry.ts';

/** The files of the packages. */
const OF_PACKAGE =
  /[\\/](?:piscina|tinypool|workerpool)[\\/](?:dist|src)[\\/](?:\w+[\\/])?(?:worker|process)\.js$/;

/** Texts that only these files have together, and that no bundler changes. */
const MARKS: readonly (readonly string[])[] = [
  ['PISCINA_DISABLE_ATOMICS', 'No handler function '],
  ['__tinypool_state__', 'No handler function '],
  ['__workerpool-terminate__', 'Unknown method '],
];

/** Whether an entry is a pool's own file. Where a bundler wrote it, only its text tells. */
export function isOfPool(script: string | undefined): boolean {
  return mayBeOfPool(script) && (OF_PACKAGE.test(script) || isMarked(textOf(script)));
}

function isMarked(text: string): boolean {
  return MARKS.some(marks => marks.every(mark => text.includes(mark)));
}

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

import { fileURLToPath } from 'node:url';
import { readFileSync } from '../foundation/intrinsics.ts';

const LOCATION = /^ {4}at (?:.*\()?(.+):(\d+):(\d+)\)?$/m;

/**
 * The lines that Node.js prints above an uncaught error: where it was thrown or rejected, according to the
 * first frame of its stack trace.
 *
 * @param evaluated the script of `node --eval`
 * @returns undefined if the source cannot be read
 */
export function errorPlace(
  stack: string,
  isRejection: boolean,
  evaluated: string | undefined,
): string | undefined {
  const [, file = '', line = '', column = ''] = LOCATION.exec(stack) ?? [];
  const source = readLine(file, Number(line), evaluated);
  if (source === undefined) return undefined;
  const before = source.slice(0, Number(column) - 1);
  const statement = isRejection ? -1 : before.lastIndexOf('throw ');
  const indent = (statement < 0 ? before : before.slice(0, statement)).replace(/[^\t]/g, ' ');
  return `${file}:${line}\n${source}\n${indent}^\n`;
}

function readLine(file: string, line: number, evaluated: string | undefined): string | undefined {
  try {
    const path = file.startsWith('file:') ? fileURLToPath(file) : file;
    const text = /^\[eval\d*\]$/.test(file) ? evaluated : readFileSync(path, 'utf8');
    return text?.split(/\r?\n/)[line - 1];
  } catch {
    return undefined;
  }
}

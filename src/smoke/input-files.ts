import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Expectations } from '../checks/expectations/expectation.ts';
import type { SnapshotFacts } from '../checks/facts.ts';
import { nearestFile } from '../command-line/command-hint.ts';
import type { SmokeInvocation } from '../command-line/invocation.ts';
import { fileErrorText, outputProblem } from '../command-line/output-files.ts';

/** The expectations and snapshot that a run is compared with. */
export interface Inputs {
  readonly expectations: Expectations | null;
  /** Whether to write the file of expectations, because there is none. */
  readonly writesExpectations: boolean;
  readonly snapshot: SnapshotFacts | undefined;
}

const OUTPUTS = ['junit', 'html', 'markdown'] as const;

/**
 * Reads the files that a run is compared with, and checks that its output files can be written, before the
 * command runs.
 *
 * @throws Error with every problem, a line each
 */
export async function readInputs(invocation: SmokeInvocation, folder: string): Promise<Inputs> {
  const problems = OUTPUTS.flatMap(name => {
    const path = invocation[name];
    return path === undefined ? [] : (outputProblem(`--${name}`, path, folder) ?? []);
  });
  const noted = async <Value>(read: () => Promise<Value>): Promise<Value | undefined> => {
    try {
      return await read();
    } catch (error) {
      problems.push((error as Error).message);
      return undefined;
    }
  };
  const expectations = await noted(() => readExpectations(invocation, folder));
  const snapshot = await noted(() => readSnapshot(invocation, folder));
  if (problems.length > 0) throw new Error(problems.join('\n'));
  const { expect, update } = invocation;
  return {
    expectations: expectations ?? null,
    writesExpectations: update && expect !== undefined && expectations === undefined,
    snapshot,
  };
}

async function readExpectations(
  { expect: path, update }: SmokeInvocation,
  folder: string,
): Promise<Expectations | undefined> {
  if (path === undefined) return undefined;
  const text = readText('--expect', path, folder, update);
  if (text === undefined) return undefined;
  const { parseExpectations } = await import('../checks/expectations/parse.ts');
  return parseExpectations(text, path);
}

async function readSnapshot(
  { snapshot: path, update }: SmokeInvocation,
  folder: string,
): Promise<SnapshotFacts | undefined> {
  if (path === undefined) return undefined;
  const text = readText('--snapshot', path, folder, update);
  const { parseSnapshot, readBeforeUpdate } = await import('../checks/snapshot/file.ts');
  const read = update ? readBeforeUpdate : parseSnapshot;
  return { file: path, before: text === undefined ? null : read(text, path), update };
}

/** @returns undefined if the file does not exist and should be written */
function readText(option: string, path: string, folder: string, update: boolean): string | undefined {
  const file = resolve(folder, path);
  if (update) {
    const problem = outputProblem(option, path, folder);
    if (problem !== undefined) throw new Error(problem);
    if (!existsSync(file)) return undefined;
  }
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    const near = isMissing ? nearestFile(path, folder) : undefined;
    const remedy = near ? `, but there is ${near}` : isMissing ? '; --update writes it' : '';
    throw new Error(`${fileErrorText(option, path, error)}${remedy}.`);
  }
}

import { appendFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Facts } from '../checks/facts.ts';
import type { SmokeInvocation } from '../command-line/invocation.ts';
import { fileErrorText } from '../command-line/output-files.ts';
import { smokeJunit } from '../report/junit.ts';
import { smokeMarkdown } from '../report/markdown.ts';
import type { SmokeReport } from '../report/report.ts';

/**
 * Writes the requested files. A file that cannot be written does not affect the others.
 *
 * @returns words for each file that could not be written
 */
export async function writeOutputs(
  invocation: SmokeInvocation,
  report: SmokeReport,
  facts: Facts,
  folder: string,
): Promise<readonly string[]> {
  const { junit, html, markdown, snapshot, update } = invocation;
  const problems: string[] = [];
  const attempt = (option: string, path: string | undefined, write: (file: string) => void) => {
    if (path === undefined) return;
    try {
      write(resolve(folder, path));
    } catch (error) {
      problems.push(fileErrorText(option, path, error));
    }
  };
  attempt('--junit', junit, file => writeFileSync(file, smokeJunit(report, facts)));
  if (html !== undefined) {
    const { smokeHtml } = await import('./html.ts');
    attempt('--html', html, file => writeFileSync(file, smokeHtml(report, facts, folder)));
  }
  attempt('--markdown', markdown, file => appendFileSync(file, smokeMarkdown(report, facts)));
  if (update && snapshot !== undefined) {
    const [{ renderSnapshot }, { shapeOf }] = await Promise.all([
      import('../checks/snapshot/file.ts'),
      import('../checks/snapshot/take-shape.ts'),
    ]);
    attempt('--snapshot', snapshot, file => writeFileSync(file, renderSnapshot(shapeOf(facts))));
  }
  return problems;
}

/** Writes expectations that match what arrived, and returns their source. */
export async function writeExpectationsFile(path: string, facts: Facts, folder: string): Promise<string> {
  const { writeExpectations } = await import('../checks/expectations/write.ts');
  const text = writeExpectations(facts.telemetry);
  writeFileSync(resolve(folder, path), text);
  return text;
}

import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import type { Finding } from '../config/finding.ts';

/**
 * Files of this size are not written by hand. Reading a smaller one would slow every run for little benefit.
 */
const LARGE = 100 * 1024;

/** Doctor's finding about a bundle, for commands with a large file. */
export async function bundleWarnings(
  command: readonly string[],
  folder: string,
): Promise<readonly Finding[]> {
  if (!command.some(word => isLargeScript(word, folder))) return [];
  const { findApplication } = await import('../doctor/application.ts');
  const { bundleFindings, bundleOf } = await import('../doctor/application-findings.ts');
  const { supportsSyncHooks } = await import('import-in-the-middle/supports-sync-hooks.mjs');
  const application = findApplication(command, folder, undefined);
  const { entry } = application;
  return entry ? bundleFindings(entry, bundleOf(application, supportsSyncHooks())) : [];
}

function isLargeScript(word: string, folder: string): boolean {
  if (!/\.[cm]?js$/.test(word)) return false;
  return (statSync(resolve(folder, word), { throwIfNoEntry: false })?.size ?? 0) > LARGE;
}

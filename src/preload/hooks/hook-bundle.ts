import { closeSync, openSync, readSync } from 'node:fs';
import { BEGINNING, BUNDLE_HELPER } from '../../shared/bundle-helper.ts';
import { loadPart } from '../foundation/parts.ts';
import type { AwaitedModules } from './awaited-modules.ts';
import type { ObservedModules } from './observed-modules.ts';

/**
 * Patches the modules in a bundle that was built without otel-run's plugin, if that is known to be safe: in a
 * program's own file, in the form that esbuild writes without minification.
 *
 * @param script the file that the program starts with, links followed; empty if there is none
 */
export function hookBundle(script: string, awaited: AwaitedModules, observed?: ObservedModules): void {
  if (!/\.[cm]?js$/.test(script) || !BUNDLE_HELPER.test(beginningOf(script))) return;
  loadPart('loaded-bundle').recognize(script, { awaited, observed });
}

function beginningOf(script: string): string {
  try {
    const file = openSync(script, 'r');
    try {
      const buffer = Buffer.alloc(BEGINNING);
      return buffer.toString('latin1', 0, readSync(file, buffer, 0, BEGINNING, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return '';
  }
}

import { parentPort, workerData } from 'node:worker_threads';
import type { ExtensionRequest } from '../../config/doctor-threads.ts';
import { tryExtension } from '../sdk/extension.ts';

/** Loads the extension as a run would, and reports its problems. */
function load({ specifier, folder }: ExtensionRequest): void {
  parentPort?.postMessage(tryExtension(specifier, folder).problem ?? null);
}

load(workerData);

import { parentPort, workerData } from 'node:worker_threads';
import { tryExtension } from '../preload/providers/extension.ts';

/** What the thread is asked: which extension, and the working directory that a run would have. */
export interface ExtensionRequest {
  readonly specifier: string;
  readonly folder: string;
}

/** Loads the extension as a run would, and tells what is wrong with it. */
function load({ specifier, folder }: ExtensionRequest): void {
  parentPort?.postMessage(tryExtension(specifier, folder).problem ?? null);
}

load(workerData);

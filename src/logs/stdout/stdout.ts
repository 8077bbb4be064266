import { isMainThread } from 'node:worker_threads';
import type { LoggerProvider } from '@opentelemetry/api';
import { outputIsRead } from '../being-written.ts';
import { createLineExporter } from './export-line.ts';
import { watchFiles } from './watch-files.ts';
import { WatchedOutput } from './watch-stream.ts';

const STREAMS = { stdout: 1, stderr: 2 } as const;

/** How the output of a process is read. */
export interface OutputOptions {
  /** Whether this thread reads the output of worker threads because they do not read it themselves. */
  readonly readsWorkers: boolean;
}

/**
 * Exports the JSON lines that this thread writes to stdout and stderr (`OTEL_RUN_STDOUT_LOGS`), unless a
 * bridge exports them. The output does not change.
 *
 * @returns a function that exports a last line without a newline when the thread ends
 */
export function exportOutput(provider: LoggerProvider, { readsWorkers }: OutputOptions): () => void {
  outputIsRead();
  const exportLine = createLineExporter(provider);
  const outputs = new Map<number, WatchedOutput>();
  for (const [name, descriptor] of Object.entries(STREAMS)) {
    const output = new WatchedOutput(line => exportLine(line, name));
    outputs.set(descriptor, output);
    onFirstUse(name as keyof typeof STREAMS, stream => output.watch(stream, readsWorkers || !isMainThread));
  }
  watchFiles(outputs);
  return () => {
    for (const output of outputs.values()) output.end();
  };
}

/** Node.js creates these streams on first use, and the effects of that must not occur earlier. */
function onFirstUse(name: keyof typeof STREAMS, use: (stream: object) => void): void {
  const descriptor = Object.getOwnPropertyDescriptor(process, name);
  const original = descriptor?.get;
  if (!original || !descriptor.configurable) return;
  let isUsed = false;
  Object.defineProperty(process, name, {
    ...descriptor,
    get: new Proxy(original, {
      apply(target, self, values) {
        const stream = Reflect.apply(target, self, values);
        if (!isUsed) {
          isUsed = true;
          use(stream);
        }
        return stream;
      },
    }),
  });
}

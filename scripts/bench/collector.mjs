import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the collector for all measured processes. */
export async function startCollector() {
  const child = fork(fileURLToPath(new URL('collector-process.mjs', import.meta.url)));
  const [endpoints] = await once(child, 'message');
  return {
    /** By protocol, with the names of `OTEL_EXPORTER_OTLP_PROTOCOL`. */
    endpoints,
    /** The counts of what arrived since the last call; see `collector-process.mjs`. */
    async take() {
      child.send('summarize');
      const [summary] = await once(child, 'message');
      return summary;
    },
    close: () => child.disconnect(),
  };
}

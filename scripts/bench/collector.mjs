import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

/** Starts the collector that every process under measurement sends to. */
export async function startCollector() {
  const child = fork(fileURLToPath(new URL('collector-process.mjs', import.meta.url)));
  const [endpoints] = await once(child, 'message');
  return {
    /** By protocol, as `OTEL_EXPORTER_OTLP_PROTOCOL` names it. */
    endpoints,
    /** What arrived since the last time, counted; see `collector-process.mjs`. */
    async take() {
      child.send('summarize');
      const [summary] = await once(child, 'message');
      return summary;
    },
    close: () => child.disconnect(),
  };
}

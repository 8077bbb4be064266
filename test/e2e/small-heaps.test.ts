import { describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** A thread that serves a request, where its heap has room for that. */
const SERVES = `const { createServer, get } = require('node:http');
  const server = createServer((_, response) => response.end()).listen(0, '127.0.0.1', () =>
    get({ port: server.address().port, agent: false }, response => response.resume().on('end', () => {
      server.close();
      console.log('served');
    })));`;

const start = (megabytes: number) => `const { Worker } = require('node:worker_threads');
  new Worker(${JSON.stringify(SERVES)}, { eval: true, resourceLimits: { maxOldGenerationSizeMb: ${megabytes} } })
    .on('error', ({ code }) => console.log(code))
    .on('exit', code => console.log('ended with', code));`;

describe.each(nodes())('a worker thread with a small heap, Node.js $version', ({ path: node }) => {
  it.each([{ megabytes: 8 }, { megabytes: 12 }, { megabytes: 16 }])(
    'has room as bare: $megabytes MiB',
    async ({ megabytes }) => {
      const argv = [node, '-e', start(megabytes)];
      const env = preloaded({
        OTEL_SERVICE_NAME: 'small',
        OTEL_TRACES_EXPORTER: 'none',
        OTEL_LOG_LEVEL: 'debug',
      });

      const bare = await run(argv);
      const { stderr, ...instrumented } = await run(argv, { env });

      expect({ ...instrumented, stderr: '' }).toEqual(bare);
      expect(stderr).toContain('this thread is not instrumented: a thread with a heap of 16 MiB or less');
    },
  );
});

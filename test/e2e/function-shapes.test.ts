import { describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const APPS = new URL('../fixtures/apps', import.meta.url).pathname;

/** Modules whose functions otel-run replaces, in the application's process or only for their instrumentation. */
const MODULES = [
  ...['http', 'https', 'node:http2', 'fs', 'express', 'koa', 'undici', 'graphql'],
  ...[
    'pg',
    'mysql',
    'mysql2',
    'ioredis',
    'generic-pool',
    'bullmq',
    'amqplib',
    'kafkajs',
    'mongodb',
    'mongoose',
  ],
  ...['pino', 'winston', 'bunyan'],
];

describe.each(nodes())('under Node.js $version', ({ path: node }) => {
  it.each(MODULES)(
    'functions of %s have the names and numbers of parameters that they have bare',
    async name => {
      const argv = [node, 'describe-functions.cjs', name];
      const env = { OTEL_SERVICE_NAME: 'function-shapes' };
      const [bare, ours] = await Promise.all([
        run(argv, { cwd: APPS }),
        run(byOtelRun(argv, node), { cwd: APPS, env }),
      ]);

      expect(bare.code).toBe(0);
      expect(ours.code).toBe(0);
      const shown = new Set(ours.stdout.split('\n'));
      const other = bare.stdout.split('\n').filter(line => !shown.has(line));
      expect(other).toEqual([]);
    },
  );
});

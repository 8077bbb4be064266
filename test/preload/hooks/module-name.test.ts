import { expect, it } from 'vitest';
import { moduleName } from '../../../src/preload/hooks/module-name.ts';

it.each([
  ['http', 'http'],
  ['node:http', 'http'],
  ['fs/promises', 'fs'],
  ['node:fs/promises', 'fs'],
  ['node:test/reporters', 'node:test'],
  ['sqlite', 'sqlite'],
  ['express', 'express'],
  ['express/lib/router', 'express'],
  ['@hapi/hapi', '@hapi/hapi'],
  ['@hapi/hapi/lib/server.js', '@hapi/hapi'],
  ['file:///app/node_modules/express/index.js', 'express'],
  ['/app/node_modules/@koa/router/dist/index.js', '@koa/router'],
  ['C:\\app\\node_modules\\@koa\\router\\dist\\index.js', '@koa/router'],
  ['/app/node_modules/.pnpm/pg@8.16.0/node_modules/pg/lib/index.js', 'pg'],
  ['/app/node_modules/fastify/node_modules/pino/pino.js', 'pino'],
  ['./express', undefined],
  ['../node_modules/../server.js', '..'],
  ['/app/server.js', undefined],
  ['file:///app/server.mjs', undefined],
])('%s is known as %s', (specifier, name) => {
  expect(moduleName(specifier)).toBe(name);
});

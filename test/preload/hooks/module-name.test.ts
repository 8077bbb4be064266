import { expect, it } from 'vitest';
import { moduleName } from '../../../src/preload/hooks/module-name.ts';

it.each([
  { specifier: 'http', name: 'http' },
  { specifier: 'node:http', name: 'http' },
  { specifier: 'fs/promises', name: 'fs' },
  { specifier: 'node:fs/promises', name: 'fs' },
  { specifier: 'node:test/reporters', name: 'node:test' },
  { specifier: 'sqlite', name: 'sqlite' },
  { specifier: 'express', name: 'express' },
  { specifier: 'express/lib/router', name: 'express' },
  { specifier: '@hapi/hapi', name: '@hapi/hapi' },
  { specifier: '@hapi/hapi/lib/server.js', name: '@hapi/hapi' },
  { specifier: 'file:///app/node_modules/express/index.js', name: 'express' },
  { specifier: '/app/node_modules/@koa/router/dist/index.js', name: '@koa/router' },
  { specifier: 'C:\\app\\node_modules\\@koa\\router\\dist\\index.js', name: '@koa/router' },
  { specifier: '/app/node_modules/.pnpm/pg@8.16.0/node_modules/pg/lib/index.js', name: 'pg' },
  { specifier: '/app/node_modules/fastify/node_modules/pino/pino.js', name: 'pino' },
  { specifier: './express', name: undefined },
  { specifier: '../node_modules/../server.js', name: '..' },
  { specifier: '/app/server.js', name: undefined },
  { specifier: 'file:///app/server.mjs', name: undefined },
])('knows $specifier as $name', ({ specifier, name }) => {
  expect(moduleName(specifier)).toBe(name);
});

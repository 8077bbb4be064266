import type { Module } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requiredModule } from '../../../src/preload/hooks/required-module.ts';

const FIXTURES = new URL('../../fixtures/frameworks/', import.meta.url).pathname;

const from = (filename: string | null) => ({ filename, paths: [] }) as unknown as Module;

describe('what a call of require is about', () => {
  it.each([
    { specifier: 'express', file: '/app/server.js', name: 'express' },
    { specifier: 'express/lib/router', file: '/app/server.js', name: 'express' },
    { specifier: 'node:http', file: '/app/server.js', name: 'http' },
    { specifier: '/app/node_modules/pg/lib/client.js', file: '/app/server.js', name: 'pg' },
    { specifier: '../node_modules/pg', file: '/app/server.js', name: 'pg' },
    { specifier: './lib/client', file: '/app/node_modules/pg/index.js', name: 'pg' },
    { specifier: '../utils', file: '/app/node_modules/@hapi/hapi/lib/index.js', name: '@hapi/hapi' },
    { specifier: '..', file: '/app/node_modules/pg/lib/index.js', name: 'pg' },
    { specifier: '../pg-pool', file: '/app/node_modules/pg/index.js', name: 'pg-pool' },
    { specifier: '../../pg', file: '/app/node_modules/@hapi/hapi/index.js', name: 'pg' },
    { specifier: './routes', file: '/app/server.js', name: undefined },
    { specifier: '../routes', file: '/app/lib/server.js', name: undefined },
    { specifier: './routes', file: null, name: undefined },
    { specifier: '/app/routes.js', file: '/app/server.js', name: undefined },
    { specifier: '#nowhere', file: '/app/server.js', name: undefined },
  ])('is $name for $specifier in $file', ({ specifier, file, name }) => {
    expect(requiredModule(specifier, from(file))).toBe(name);
  });

  it('is what the imports of a package.json say', () => {
    expect(requiredModule('#web', from(join(FIXTURES, 'express-by-alias/server.cjs')))).toBe('express');
  });
});

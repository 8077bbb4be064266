import type { Module } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { requiredModule } from '../../../src/preload/hooks/required-module.ts';

const FIXTURES = new URL('../../fixtures/frameworks/', import.meta.url).pathname;

const from = (filename: string | null) => ({ filename, paths: [] }) as unknown as Module;

describe('what a call of require is about', () => {
  it.each([
    ['express', '/app/server.js', 'express'],
    ['express/lib/router', '/app/server.js', 'express'],
    ['node:http', '/app/server.js', 'http'],
    ['/app/node_modules/pg/lib/client.js', '/app/server.js', 'pg'],
    ['../node_modules/pg', '/app/server.js', 'pg'],
    ['./lib/client', '/app/node_modules/pg/index.js', 'pg'],
    ['../utils', '/app/node_modules/@hapi/hapi/lib/index.js', '@hapi/hapi'],
    ['..', '/app/node_modules/pg/lib/index.js', 'pg'],
    ['../pg-pool', '/app/node_modules/pg/index.js', 'pg-pool'],
    ['../../pg', '/app/node_modules/@hapi/hapi/index.js', 'pg'],
    ['./routes', '/app/server.js', undefined],
    ['../routes', '/app/lib/server.js', undefined],
    ['./routes', null, undefined],
    ['/app/routes.js', '/app/server.js', undefined],
    ['#nowhere', '/app/server.js', undefined],
  ])('%s in %s is about %s', (specifier, file, name) => {
    expect(requiredModule(specifier, from(file))).toBe(name);
  });

  it('is what the imports of a package.json say', () => {
    expect(requiredModule('#web', from(join(FIXTURES, 'express-by-alias/server.cjs')))).toBe('express');
  });
});

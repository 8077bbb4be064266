import { describe, expect, it } from 'vitest';
import { announceCommonJs } from '../../src/bundling/announce-common-js.ts';
import { announceOwnAtOnce } from '../../src/bundling/announce-own.ts';
import { readEsModule } from '../../src/bundling/es-module.ts';

const ANNOUNCEMENT = { name: 'pg', version: '8.1.0', path: 'lib/client.js' } as const;

describe('an announcement of a CommonJS module', () => {
  it.each([
    { role: 'entry', as: '0' },
    { role: { file: 'lib/client.js' }, as: '1' },
    { role: { file: 'lib/twin.js' }, as: '"lib/twin.js"' },
  ] as const)('says as what it is known: $as', ({ role, as }) => {
    const code = announceCommonJs('exports.a = 1; // no line behind', { ...ANNOUNCEMENT, role });

    expect(code).toContain(`(["pg","8.1.0","lib/client.js",${as}],module.exports)`);
    expect(code.split('\n')[0]).toBe('exports.a = 1; // no line behind');
  });

  it('exports what it is given back, and what it had where nobody listens', () => {
    const code = announceCommonJs('exports.a = 1;', { ...ANNOUNCEMENT, role: 'entry' });
    const key = Symbol.for('otel-run.modules');
    const exportsOf = () => {
      const module = { exports: {} };
      new Function('module', 'exports', code)(module, module.exports);
      return module.exports;
    };

    expect(exportsOf()).toEqual({ a: 1 });
    Object.assign(globalThis, {
      [key]: (announced: unknown, exports: object) => ({ ...exports, announced }),
    });
    try {
      expect(exportsOf()).toEqual({ a: 1, announced: ['pg', '8.1.0', 'lib/client.js', 0] });
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
  });
});

describe('a module that announces itself already', () => {
  it.each([
    { name: 'CommonJS', source: 'exports.run = async () => {};' },
    { name: 'an ES module', source: 'export async function run() {}' },
  ])('is left as it is: $name', ({ source }) => {
    const announcement = { name: '', version: '', path: 'src/jobs.js', role: 'own' } as const;
    const once = announceOwnAtOnce(source, announcement) ?? '';

    expect(once).toContain('otel-run.modules');
    expect(announceOwnAtOnce(once, announcement)).toBeUndefined();
    expect(announceOwnAtOnce(once, { ...announcement, path: 'dist/jobs.js' })).toBeDefined();
  });
});

describe('what is no ES module', () => {
  it.each([
    'module.exports = 1;',
    "// import it by: import x from 'x'\nexports.a = 1;",
    "exports.load = () => import('x');",
    'return;',
    'export is not a word here',
  ])('is not read as one: %s', source => {
    expect(readEsModule(source)).toBeUndefined();
  });
});

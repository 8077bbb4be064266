import { describe, expect, it } from 'vitest';
import { withAnnouncements } from '../../../src/preload/hooks/bundle-text.ts';

const helper = (number = '', body = 'return mod || ') =>
  `var __commonJS${number} = (cb, mod) => function __require() {
  ${body}(0, cb[__getOwnPropNames(cb)[0]])((mod = { exports: {} }).exports, mod), mod.exports;
};`;

const CHANGED = [
  { what: 'as it is', source: helper() },
  {
    what: 'behind a banner',
    source: `#!/usr/bin/env node\n/* a */ const a = \`\`;\n"use strict";\n${helper()}`,
  },
  { what: 'with a number', source: helper('2') },
  { what: 'by esbuild 0.12', source: helper().replace('__getOwnPropNames', 'Object.keys') },
  { what: 'with try', source: helper('', 'try {\n    return mod || ') },
  { what: 'with the ends of lines of Windows', source: helper().replaceAll('\n', '\r\n') },
  { what: 'behind a byte order mark', source: `\uFEFF"use strict";\n${helper()}` },
];

const LEFT = [
  { what: 'in a template', source: `const text = \`\n${helper()}\n\`;` },
  { what: 'in a comment', source: `/*\n${helper()}\n*/` },
  { what: 'in a comment of one line', source: `// ${helper()}` },
  { what: 'in a text', source: `const text = ${JSON.stringify(helper())};` },
  { what: 'of another bundler', source: helper().replace('function __require()', 'function()') },
  { what: 'with the plugin', source: `${helper()}\nglobalThis[Symbol.for("otel-run.modules")];` },
];

describe('the helper of a bundle', () => {
  it.each(CHANGED)('announces modules, within its lines: $what', ({ source }) => {
    const changed = withAnnouncements(source);

    expect(changed).toContain('otel-run.loaded');
    expect(changed.split('\n')).toHaveLength(source.split('\n').length);
  });

  it.each(LEFT)('is none: $what', ({ source }) => {
    expect(withAnnouncements(source)).toBe(source);
  });

  it('runs each module once, and tells where it is', () => {
    const told: unknown[] = [];
    const key = Symbol.for('otel-run.loaded');
    const listener = (path: string, module: { exports: unknown }) => told.push([path, module.exports]);
    Object.defineProperty(globalThis, key, { value: listener, configurable: true });
    try {
      const program = `var __getOwnPropNames = Object.getOwnPropertyNames;\n${helper()}
        const load = __commonJS({ "node_modules/a/index.js"(exports, module) { module.exports = { a: 1 }; } });
        return [load(), load()];`;
      const [one, other] = new Function(withAnnouncements(program))();

      expect(one).toEqual({ a: 1 });
      expect(other).toBe(one);
      expect(told).toEqual([['node_modules/a/index.js', { a: 1 }]]);
    } finally {
      Reflect.deleteProperty(globalThis, key);
    }
  });
});

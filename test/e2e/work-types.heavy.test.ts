import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
const TYPES = new URL('../fixtures/types', import.meta.url).pathname;
const SOURCE = join(TYPES, 'application.mts.txt');

/** A project that has the packed package installed: its dependencies are found in the folders above. */
const project = join(PACKAGE_FOLDER, '..', '..', 'typed-application');

beforeAll(() => {
  mkdirSync(project, { recursive: true });
  copyFileSync(SOURCE, join(project, 'application.mts'));
  copyFileSync(SOURCE, join(project, 'application.cts'));
});
afterAll(() => rmSync(project, { recursive: true }));

const STRICT = [
  '--ignoreConfig',
  '--noEmit',
  '--strict',
  '--exactOptionalPropertyTypes',
  '--target',
  'es2022',
  '--types',
  'node',
];

describe('the type declarations', () => {
  it.each([
    { module: 'nodenext', resolution: 'nodenext' },
    { module: 'node16', resolution: 'node16' },
    { module: 'node20', resolution: 'nodenext' },
    { module: 'preserve', resolution: 'bundler' },
  ])(
    'hold in ES modules and CommonJS with module $module, checked themselves too',
    async ({ module, resolution }) => {
      const options = ['--module', module, '--moduleResolution', resolution, '--skipLibCheck', 'false'];
      const files = ['application.mts', 'application.cts'];

      const { code, stdout } = await run([process.execPath, TSC, ...STRICT, ...options, ...files], {
        cwd: project,
      });

      expect(stdout).toBe('');
      expect(code).toBe(0);
    },
  );
});

describe('a bundler', () => {
  it.each([
    { name: 'flush', absent: ['withWork', 'startSpan', 'createContextKey'] },
    { name: 'withFields', absent: ['withWork', 'startSpan', 'createHistogram'] },
  ])('takes nothing but $name where nothing else is imported', async ({ name, absent }) => {
    const entry = join(project, `${name}.mjs`);
    writeFileSync(entry, `import { ${name} } from 'otel-run';\n${name}();\n`);

    const build = await rolldown({ input: entry, external: ['@opentelemetry/api'], platform: 'node' });
    const { output } = await build.generate({ format: 'esm' });
    await build.close();

    expect(output[0].code).toContain(name);
    for (const other of absent) expect(output[0].code).not.toContain(other);
  });
});

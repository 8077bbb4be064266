import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { dirname, join } from 'node:path';
import { build as esbuild } from 'esbuild';
import { rolldown } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { applicationFindings, bundleOf } from '../../src/doctor/application-findings.ts';
import { detectBundle } from '../../src/doctor/bundle.ts';
import { LIBRARY_MARKS, UNMARKED_LIBRARIES } from '../../src/doctor/library-marks.ts';
import { LIBRARIES } from '../../src/libraries/libraries.ts';
import { writeTree } from './write-tree.ts';

// What bundlers really write: these two here, those that bring more packages in bundlers.test.ts.

const FIXTURES = new URL('../fixtures/bundles/', import.meta.url).pathname;
const { SAMPLES, PACKAGES, folderOf, extensionOf } = await import(join(FIXTURES, 'samples.mjs'));

/** Below this repository, so that the packages are found. */
const OUTPUT = new URL('../.installed/bundles/', import.meta.url).pathname;

type Sample = (typeof SAMPLES)[number];

const BUNDLERS: { title: string; bundle(sample: Sample, folder: string, input: string): Promise<unknown> }[] =
  [
    {
      title: 'esbuild',
      bundle: (sample, folder, input) =>
        esbuild({
          entryPoints: { main: input },
          bundle: true,
          platform: 'node',
          format: sample.format,
          minify: sample.minify,
          splitting: sample.format === 'esm',
          external: sample.external ? PACKAGES : [],
          outdir: folder,
          outExtension: { '.js': `.${extensionOf(sample)}` },
          logLevel: 'silent',
        }),
    },
    {
      title: 'Rolldown',
      async bundle(sample, folder, input) {
        const external = sample.external ? PACKAGES : [];
        const build = await rolldown({ input: { main: input }, platform: 'node', external });
        const names = {
          entryFileNames: `[name].${extensionOf(sample)}`,
          chunkFileNames: `[name].${extensionOf(sample)}`,
        };
        await build.write({ dir: folder, format: sample.format, minify: sample.minify, ...names });
        await build.close();
      },
    },
  ];

/** What doctor finds about an entry file. */
function findingsOf(entry: string) {
  const facts = { nodeOptions: '', syncHooks: true };
  return applicationFindings({ folder: dirname(entry), entry, preloads: [] }, facts);
}

for (const { title, bundle } of BUNDLERS) {
  describe(`a bundle of ${title}`, () => {
    const folder = (sample: Sample) => join(OUTPUT, title, folderOf(sample));
    beforeAll(async () => {
      for (const sample of SAMPLES)
        await bundle(sample, folder(sample), join(FIXTURES, `src/${sample.entry}.mjs`));
    });
    afterAll(() => rmSync(OUTPUT, { recursive: true, force: true }));

    for (const sample of SAMPLES) {
      it(`is told by what is in it: ${folderOf(sample)}`, () => {
        const entry = join(folder(sample), `main.${extensionOf(sample)}`);
        const findings = findingsOf(entry);
        const isLazy = sample.entry === 'lazy';
        const data = { bundler: title, packages: ['pino'] };
        // What esbuild does not minify, in one file, is seen as it is loaded.
        const isLoaded = title === 'esbuild' && !sample.minify && !isLazy;
        // Express publishes channels, and is alone in what is lazy.
        const isSeen = sample.external || isLoaded || isLazy;
        const published = bundleOf({ folder: folder(sample), entry, preloads: [] }, true)?.published;
        expect([...(published ?? [])]).toEqual(sample.external || isLoaded ? [] : ['express']);
        expect(findings).toMatchObject(isSeen ? [] : [{ code: 'bundled-application', data }]);
        expect(findings).toHaveLength(isSeen ? 0 : 1);
      });
    }
  });
}

describe('the modules of packages that a bundler keeps apart', () => {
  const folder = join(OUTPUT, 'apart');
  const entry = join(folder, 'main.cjs');
  beforeAll(async () => {
    const input = join(FIXTURES, 'src/server.mjs');
    const build = await rolldown({ input: { main: input }, platform: 'node', logLevel: 'silent' });
    const names = { entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' };
    await build.write({ dir: folder, format: 'cjs', preserveModules: true, ...names });
    await build.close();
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it('are a bundle', () => {
    expect(findingsOf(entry)).toMatchObject([
      {
        code: 'bundled-application',
        data: { bundler: 'Rolldown', packages: expect.arrayContaining(['pino']) },
      },
    ]);
  });

  it('are none where they are a whole package', () => {
    const written =
      "exports.symbols = { setLevelSym: Symbol('pino.setLevel') };\n//#region node_modules/pino/x.js\n";
    const application = {
      'main.js': "require('./node_modules/pino/pino.js');",
      'node_modules/pino/pino.js': written,
    };
    const apart = writeTree(application);
    const whole = writeTree({ ...application, 'node_modules/pino/package.json': { name: 'pino' } });

    expect(findingsOf(join(apart, 'main.js'))).toMatchObject([{ data: { packages: ['pino'] } }]);
    expect(findingsOf(join(whole, 'main.js'))).toEqual([]);
  });
});

describe('what looks like a bundle, but has every package outside', () => {
  const require = createRequire(import.meta.url);

  /** Sources of this repository, by hand and by the hundred kilobytes. */
  const longSource = () => {
    const folder = new URL('../../src/', import.meta.url).pathname;
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
    // What doctor looks for is written in its own sources.
    const sources = files.filter(file => file.endsWith('.ts') && !/^(?:doctor|report)\//.test(file));
    return sources.map(file => readFileSync(join(folder, file), 'utf8')).join('\n');
  };

  const FILES: { title: string; write(): Record<string, unknown> }[] = [
    { title: 'a file of many lines', write: () => ({ 'main.js': longSource() }) },
    {
      title: 'a file that names the folder of a package',
      write: () => ({
        'main.js':
          "const root = require('path').join(__dirname, 'node_modules/express/');\nconst x = './node_modules/a';",
      }),
    },
    {
      title: 'a comment that names a file of a package',
      write: () => ({ 'main.js': "// see node_modules/express for more\nrequire('express')" }),
    },
    {
      title: 'a large minified application of its own modules',
      write: () => ({
        'package.json': { dependencies: { express: '5.3.0' } },
        'main.js': `var a=(o,l)=>()=>(l||o((l={exports:{}}).exports,l),l.exports);var e=require("express");${'a();'.repeat(40_000)}`,
      }),
    },
  ];
  for (const { title, write } of FILES) {
    it(`is not a bundle: ${title}`, () => {
      expect(findingsOf(join(writeTree(write()), 'main.js'))).toEqual([]);
    });
  }

  it('is not a bundle: what TypeScript compiles', () => {
    const source = readFileSync(join(FIXTURES, 'src/server.mjs'), 'utf8').replace('./greet.mjs', './greet');
    const folder = writeTree({
      'server.ts': source,
      'greet.ts': readFileSync(join(FIXTURES, 'src/greet.mjs'), 'utf8'),
    });
    const compiler = join(dirname(require.resolve('typescript/package.json')), 'bin/tsc');
    const options = ['--module', 'commonjs', '--noCheck', '--ignoreConfig', '--outDir', join(folder, 'dist')];
    // It writes its output although it does not find the packages.
    spawnSync(process.execPath, [compiler, ...options, join(folder, 'server.ts')]);
    const entry = join(folder, 'dist/server.js');
    expect(readFileSync(entry, 'utf8')).toContain('__importDefault');
    expect(findingsOf(entry)).toEqual([]);
  });
});

describe('what announces itself in a bundle', () => {
  const PINO = '/***/ "./node_modules/pino/pino.js"\n(';
  it.each([
    {
      name: 'as it is',
      written: 'globalThis.Symbol.for("otel-run.modules")];x(["pino","10.4.0","pino.js",0])',
    },
    {
      name: 'minified',
      written: 'globalThis.Symbol.for(`otel-run.modules`)];x([`pino`,`10.4.0`,`pino.js`,0])',
    },
    {
      name: "in a string, by webpack's eval",
      written: 'eval("Symbol.for(\\"otel-run.modules\\")];x([\\"pino\\",\\"10.4.0\\",\\"pino.js\\",0])")',
    },
  ])('is seen: $name', ({ written }) => {
    expect(detectBundle(`${PINO}${written}`)).toMatchObject({
      announced: new Map([['pino', ['10.4.0']]]),
      unseen: [],
    });
  });
});

describe('a library that is not seen beside others that are', () => {
  it('is loaded by another plugin of esbuild, which is to come later', () => {
    const helper = 'var __commonJS = (cb, mod) => function __require() {};';
    const announced = 'globalThis.Symbol.for("otel-run.modules")];x(["pino","10.4.0","pino.js",0])';
    const folder = writeTree({
      'main.js': `${helper}\n// node_modules/express/index.js\n"${LIBRARY_MARKS.express}";${announced}`,
    });

    expect(findingsOf(join(folder, 'main.js'))).toMatchObject([
      { data: { packages: ['express'], remedy: expect.stringMatching(/^Put otelRun\(\) first in plugins/) } },
    ]);
  });

  it('is not what is there in part, in files that nothing waits for', () => {
    const announced = 'globalThis.Symbol.for("otel-run.modules")];x(["pino","10.4.0","pino.js",0])';

    const bundle = detectBundle(`// node_modules/hono/dist/helper/websocket/index.js\n${announced}`);

    expect(bundle).toMatchObject({ bundler: 'esbuild', packages: ['hono'], unseen: [] });
  });
});

describe('a bundle whose packages nothing instruments', () => {
  const written =
    'var __commonJS = (cb, mod) => function __require() {};\n// node_modules/dayjs/dayjs.min.js\n';
  const ROWS = [
    { title: 'has nothing to tell', source: '', packages: [] },
    { title: 'is told of another one in it', source: `"${LIBRARY_MARKS.pg}";`, packages: ['pg'] },
    {
      title: 'is told of one without a mark',
      source: '// node_modules/restify/x.js\n',
      packages: ['restify'],
    },
  ];

  it.each(ROWS)('$title', ({ source, packages }) => {
    const folder = writeTree({ 'main.js': `${written}${source}require("pino");` });

    const told = findingsOf(join(folder, 'main.js')).map(({ data }) => data?.packages);
    expect(told).toEqual(packages.length > 0 ? [packages] : []);
  });
});

describe('a bundle with packages that were bundled before they were published', () => {
  const BUNDLED = {
    esbuild: '// node_modules/pg/lib/index.js\nvar __commonJS = (cb, mod) => function __require() {};\n',
    Rolldown: '//#region node_modules/pg/lib/index.js\nvar x = __commonJSMin(() => {});\n',
    Rollup: '/* node_modules/pg */ var commonjsGlobal = {};\n"node_modules/pg/lib/index.js"(',
  };
  const PAIRS = Object.keys(BUNDLED).flatMap(outer => Object.keys(BUNDLED).map(inner => ({ outer, inner })));

  it.each(PAIRS)('is one of $outer, with a package of $inner', ({ outer, inner }) => {
    const textOf = new Map(Object.entries(BUNDLED));

    expect(detectBundle(`${textOf.get(outer)}${textOf.get(inner)}`)).toMatchObject({ bundler: outer });
  });
});

describe('a bundle', () => {
  it('of Parcel is named, which has no plugin', () => {
    const folder = writeTree({
      'main.js': `var $a$path = require("path");\n$parcel$export(module.exports, "a", () => "${LIBRARY_MARKS.express}");`,
    });

    expect(findingsOf(join(folder, 'main.js'))).toMatchObject([
      {
        data: {
          bundler: 'Parcel',
          packages: ['express'],
          remedy: expect.stringMatching(/includeNodeModules/),
        },
      },
    ]);
  });

  it('is also the file that a worker starts with', () => {
    const folder = writeTree({
      'main.mjs':
        'new Worker(new URL(/* worker import */ "./worker.mjs", import.meta.url), { type: "module" });',
      'worker.mjs': `// node_modules/express/index.js\n"${LIBRARY_MARKS.express}";`,
    });

    expect(findingsOf(join(folder, 'main.mjs'))).toMatchObject([{ data: { packages: ['express'] } }]);
  });
});

describe('the mark of a library', () => {
  const modules = new URL('../../node_modules/', import.meta.url).pathname;
  const textOf = (name: string) => {
    const files = readdirSync(join(modules, name), { recursive: true, encoding: 'utf8' });
    const scripts = files.filter(file => /\.[cm]?js$/.test(file) && !file.includes('node_modules/'));
    return scripts.map(file => readFileSync(join(modules, name, file), 'utf8')).join('\n');
  };
  const installed = Object.keys(LIBRARY_MARKS).filter(name =>
    readdirSync(modules).includes(name.split('/')[0] ?? ''),
  );
  const texts = new Map(installed.map(name => [name, textOf(name)]));

  it('is looked for in most of them', () => expect(installed.length).toBeGreaterThan(15));

  for (const name of installed) {
    it(`is in its code and in no other library's: ${name}`, () => {
      const holders = installed.filter(other => texts.get(other)?.includes(LIBRARY_MARKS[name] ?? ''));
      expect(holders).toEqual([name]);
    });
  }
});

describe('a library of our own tables', () => {
  /** Those that keep context alone, or are off by default. */
  const EXCEPT = ['piscina', 'tinypool', 'workerpool', 'ws'];
  const names = LIBRARIES.flatMap(({ targets }) => Object.keys(targets)).filter(
    name => !isBuiltin(name) && !name.startsWith('node:'),
  );

  it('has a mark, or is found by its name', () => {
    const known = [...Object.keys(LIBRARY_MARKS), ...UNMARKED_LIBRARIES, ...EXCEPT];
    expect(names.filter(name => !known.includes(name))).toEqual([]);
  });
});

describe('an ES module', () => {
  const ROWS = [
    { title: 'with synchronous hooks', options: '--permission', syncHooks: true, file: 'a.mjs', codes: [] },
    {
      title: 'with threads',
      options: '--permission --allow-worker',
      syncHooks: false,
      file: 'a.mjs',
      codes: [],
    },
    { title: 'without --permission', options: '', syncHooks: false, file: 'a.mjs', codes: [] },
    { title: 'that is none', options: '--permission', syncHooks: false, file: 'a.cjs', codes: [] },
    {
      title: 'under --permission without threads and without synchronous hooks',
      options: '--experimental-permission',
      syncHooks: false,
      file: 'a.mjs',
      codes: ['esm-unsupported'],
    },
  ];
  for (const { title, options, syncHooks, file, codes } of ROWS) {
    it(`is reached, or doctor says that it is not: ${title}`, () => {
      const folder = writeTree({ [file]: '' });
      const application = { folder, entry: join(folder, file), preloads: [] };
      const findings = applicationFindings(application, { nodeOptions: options, syncHooks });
      expect(findings.map(({ code }) => code)).toEqual(codes);
    });
  }
});

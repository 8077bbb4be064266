import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';

interface FreeIdentifier {
  readonly name: string;
  readonly member: { readonly name: string } | undefined;
}

const { freeIdentifiers }: { freeIdentifiers(code: string): FreeIdentifier[] } = await import(
  new URL('../../scripts/build/free-identifiers.mjs', import.meta.url).href
);

const FOLDER = join(PACKAGE_FOLDER, 'dist', 'preload');

/** What a file may take from the outside by name, and why nothing that an application replaces can come in by it. */
const ALLOWED: readonly { names: RegExp; files?: RegExp; because: string }[] = [
  { names: /^(require|module|exports|__filename|__dirname)$/, because: 'Node.js gives each file its own' },
  { names: /^NaN$/, because: 'nobody can replace it' },
  { names: /^(globalThis|global|window|self)$/, because: 'properties of it are listed below' },
  {
    names: /^(window|XMLHttpRequest|define|unescape)$/,
    because: 'upstream looks whether it runs in a browser',
  },
  {
    names: /^console$/,
    because: 'the console is exported at the start; upstream prints by it where it is asked to',
  },
  { names: /./, files: /^delivery-thread\.cjs$/, because: 'no code of the application runs in its thread' },
  {
    names: /^(Blob|File|FormData|Headers|ReadableStream|crypto)$/,
    files: /^(cloud-detectors|shared-src)\.cjs$/,
    because: 'resource detectors run at the start, where they are asked for',
  },
  {
    names: /^WebAssembly$/,
    files: /^transport-grpc\.cjs$/,
    because: 'an optional speed-up of 64-bit integers',
  },
];

/** Properties of the global object that files read when they need them. */
const GLOBAL_PROPERTIES = new Set([
  // Browsers.
  'location',
  'process',
  'require',
  'Object',
  'fetch',
  // Polyfills of what the resource detectors send.
  'DOMException',
  'File',
  'ReadableStream',
  'crypto',
  // A mark of import-in-the-middle's own.
  '__import_in_the_middle_initialized__',
]);

/** Members of `process` that files read when they need them, and why that is no borrowing. */
const PROCESS_MEMBERS: Readonly<Record<string, string>> = {
  abort: 'asked at the start whether it is the main thread',
  argv: 'what the application makes of it concerns only its description',
  arch: 'a fact',
  cpuUsage: 'measured for metrics',
  emit: 'taken at the start',
  emitWarning: 'for the application',
  env: 'written at the start',
  execArgv: 'a fact',
  execPath: 'a fact',
  exit: 'called in place of a listener of the application, which calls it as it is now',
  features: 'a fact, asked at the first import',
  getActiveResourcesInfo: 'measured for metrics',
  getBuiltinModule: 'asked at the start',
  getuid: 'a fact',
  listenerCount: 'about listeners of the application',
  listeners: 'about listeners of Node.js, at the start',
  memoryUsage: 'measured for metrics',
  noDeprecation: 'set for a moment at the start',
  on: 'of the instrumentation for runtime metrics, at the start',
  permission: 'a fact',
  pid: 'a fact',
  platform: 'a fact',
  ppid: 'a fact',
  removeListener: 'of the instrumentation for runtime metrics, when it is disabled',
  send: 'asked at the start, whether a parent talks to the process',
  stderr: 'of the resource detectors, where they are asked to print',
  title: 'what the application makes of it concerns only its description',
  uptime: 'measured by the instrumentation of AWS Lambda, at the start',
  version: 'a fact',
  versions: 'a fact',
};

/** A built-in module that is required, but not in order to change it (`default`). */
const BUILT_IN = /(?<!default:)require\("(?:node:)?([\w/]+)"\)/g;

/** Built-in modules that files use as they are when they need them, and why that is no borrowing. */
const WHOLE_MODULES: readonly { ids: RegExp; files?: RegExp; because: string }[] = [
  { ids: /./, files: /^delivery-thread\.cjs$/, because: 'no code of the application runs in its thread' },
  { ids: /^module$/, because: 'hooks change it' },
  {
    ids: /^fs$/,
    because:
      "files of otel-run are read by what was taken at the start, and the application's by its own functions",
  },
  {
    ids: /^(util|worker_threads)$/,
    files: /^(cloud-detectors|instrumentation-host-metrics|shared-src)/,
    because: 'facts of the machine where they are asked for',
  },
  {
    ids: /^(buffer|net|process|string_decoder|tty|v8)$/,
    because: 'applications replace nothing that is used of it',
  },
  {
    ids: /^(assert|child_process|cluster|crypto|dns|http|http2|https|stream\/web|tls|zlib)$/,
    because: 'loaded for the part that needs it',
  },
];

/** The function at the top of the core, which takes them: what it declares, nobody else sees. */
const TAKING = /^\(function\(exports\)\{.*?\}\)\(exports\.first=\{\}\);/s;

/** A process of doctor's own, in which no code of an application runs. */
const OF_DOCTOR = /^probe-process\.cjs$/;

// The copy of import-in-the-middle is bundled by nobody.
const scripts = readdirSync(FOLDER).filter(name => name.endsWith('.cjs') && !OF_DOCTOR.test(name));

const files = scripts.map(name => {
  const code = readFileSync(join(FOLDER, name), 'utf8').replace(TAKING, '');
  // Each file declares at its top what was taken at the start: the process under a short name, to be found here by it.
  const process = /[{,]process:([\w$]+)/.exec(code)?.[1];
  const free = freeIdentifiers(
    process ? code.replace(`process:${process}`, 'process:ignored$process') : code,
  );
  return { name, code, process, free };
});

describe('the built preload', () => {
  it('has its files', () => {
    expect(files.map(({ name }) => name)).toEqual(
      expect.arrayContaining([
        'main.cjs',
        'shared-core.cjs',
        'delivery-thread.cjs',
        'instrumentation-http.cjs',
      ]),
    );
  });

  it.each(files)('takes from the outside what it may, in $name', ({ name, code, process, free }) => {
    const others = free.filter(identifier => identifier.name !== process && !isAllowed(identifier, name));
    const members = free.filter(identifier => identifier.name === process).map(({ member }) => member?.name);

    expect(others.map(describeUse)).toEqual([]);
    expect(members.filter(member => member && !(member in PROCESS_MEMBERS))).toEqual([]);
    expect(code).not.toMatch(/require\("(?:node:)?timers/);
    expect([...code.matchAll(BUILT_IN)].map(([, id]) => id).filter(id => !isWhole(id, name))).toEqual([]);
  });
});

/** Whether a file may use a built-in module as it is, with what an application has replaced in it. */
function isWhole(id: string | undefined, file: string): boolean {
  return WHOLE_MODULES.some(({ ids, files }) => ids.test(id ?? '') && (!files || files.test(file)));
}

function isAllowed({ name, member }: FreeIdentifier, file: string): boolean {
  if (/^(globalThis|global|self)$/.test(name) && member && !GLOBAL_PROPERTIES.has(member.name)) return false;
  return ALLOWED.some(({ names, files }) => names.test(name) && (!files || files.test(file)));
}

function describeUse({ name, member }: FreeIdentifier): string {
  return member ? `${name}.${member.name}` : name;
}

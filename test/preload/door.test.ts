import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createContext, runInContext } from 'node:vm';
import { parse } from 'acorn';
import { describe, expect, it } from 'vitest';
import { PACKAGE_FOLDER } from '../helpers/package-under-test.ts';

const DOOR = readFileSync(join(PACKAGE_FOLDER, 'dist', 'preload.cjs'), 'utf8');

const NEEDED = 'otel-run needs Node.js 20.19 or newer\n';

describe('the door of the preload', () => {
  it('is written in the syntax of ES5', () => {
    expect(() => parse(DOOR, { ecmaVersion: 5 })).not.toThrow();
  });

  it.each(['20.19.0', '20.20.2', '22.0.0', '26.10.0'])('opens on Node.js %s without a word', version => {
    expect(enter(version)).toEqual({ loaded: ['./preload/main.cjs'], stderr: '' });
  });

  it.each(['0.12.18', '18.20.8', '20.18.3'])('says once that Node.js %s is too old', version => {
    const stderr = `otel-run: this process is not instrumented: it runs Node.js ${version}, ${NEEDED}`;
    expect(enter(version)).toEqual({ loaded: [], stderr });
  });

  it.each(['Bun', 'Deno'])('says that %s is not Node.js', runtime => {
    const stderr = `otel-run: this process is not instrumented: it runs ${runtime}, ${NEEDED}`;
    expect(enter('24.3.0', { [runtime]: {} })).toEqual({ loaded: [], stderr });
  });

  it('is silent in the worker threads of an old Node.js', () => {
    expect(enter('18.20.8', {}, { worker_threads: { isMainThread: false } })).toEqual({
      loaded: [],
      stderr: '',
    });
  });

  it.each([
    { megabytes: 16, loaded: [] },
    { megabytes: 17, loaded: ['./preload/main.cjs'] },
  ])('loads $loaded in a worker thread with a heap of $megabytes MiB', ({ megabytes, loaded }) => {
    const worker_threads = { isMainThread: false, resourceLimits: { maxOldGenerationSizeMb: megabytes } };

    expect(enter('24.3.0', {}, { ...MODULES, worker_threads })).toEqual({ loaded, stderr: '' });
  });

  it('lets the application run when the preload cannot be loaded', () => {
    const stderr = "otel-run: this process is not instrumented: Cannot find module './preload/main.cjs'\n";
    expect(enter('24.3.0', {}, { worker_threads: THREADS })).toEqual({ loaded: [], stderr });
  });
});

const THREADS = { isMainThread: true, resourceLimits: {} };

const MODULES = { worker_threads: THREADS, './preload/main.cjs': {} };

/** Evaluates the built door in a runtime of its own, in which `require` finds certain modules. */
function enter(version: string, globals: object = {}, modules: object = MODULES) {
  const loaded: string[] = [];
  let stderr = '';
  const write = (text: string) => {
    stderr += text;
  };
  const require = (path: string) => {
    if (!Object.hasOwn(modules, path)) throw new Error(`Cannot find module '${path}'`);
    if (path.startsWith('.')) loaded.push(path);
    return Reflect.get(modules, path);
  };
  const process = { versions: { node: version }, stderr: { write }, env: {} };
  runInContext(DOOR, createContext({ ...globals, process, require, Error }));
  return { loaded, stderr };
}

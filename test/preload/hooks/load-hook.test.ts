import { describe, expect, it } from 'vitest';
import { type Loaded, unwrappedOnFailure } from '../../../src/preload/hooks/load-hook.ts';

const URL = 'file:///app/node_modules/thing/index.js?iitm=true';

/** A hook that wraps nothing: it warns, and answers as `import-in-the-middle` does then. */
function failing(url: string, context: object, nextLoad: (url: string, context?: object) => Loaded): Loaded {
  process.emitWarning("'import-in-the-middle' failed to wrap 'file:///app/node_modules/thing/index.js'");
  const { source } = nextLoad(url, context);
  return { source, shortCircuit: true, format: 'module' };
}

describe('a module that cannot be wrapped', () => {
  it.each([
    { format: 'commonjs', source: 'exports.thing = 1;' },
    { format: 'module', source: Buffer.from('export const thing = 1;') },
    { format: 'json', source: '{}' },
  ])('is loaded as the $format that it is, without a warning', loaded => {
    const reasons: unknown[] = [];
    const { emitWarning } = process;

    const outcome = unwrappedOnFailure(failing, reason => reasons.push(reason))(URL, {}, () => loaded);

    expect(outcome).toEqual({ ...loaded, shortCircuit: true });
    expect(reasons).toHaveLength(1);
    expect(process.emitWarning).toBe(emitWarning);
  });
});

it('says nothing of a module that imports what is not there', () => {
  const missing = Object.assign(new Error('Cannot find module'), { code: 'ERR_MODULE_NOT_FOUND' });
  const hook = unwrappedOnFailure(
    (url, context, nextLoad) => {
      process.emitWarning(new Error(`'import-in-the-middle' failed to wrap '${url}'`, { cause: missing }));
      return nextLoad(url, context);
    },
    () => expect.unreachable(),
  );

  const loaded = { format: 'module', source: "import './missing.js';" };
  expect(hook(URL, {}, () => loaded)).toEqual(loaded);
});

it('leaves what is wrapped, and what another hook answers, as it is', () => {
  const wrapped = { source: 'wrapper', shortCircuit: true, format: 'module' };
  const hook = unwrappedOnFailure(
    (url, context, nextLoad) => {
      nextLoad(url, context);
      return wrapped;
    },
    () => expect.unreachable(),
  );

  expect(hook(URL, {}, () => ({ format: 'commonjs', source: 'exports.thing = 1;' }))).toBe(wrapped);
});

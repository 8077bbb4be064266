import { InstrumentationBase, InstrumentationNodeModuleDefinition } from '@opentelemetry/instrumentation';
import { beforeEach, describe, expect, it } from 'vitest';
import { guardPatches, reportFailedPatches } from '../../../src/preload/hooks/guarded-patches.ts';

// biome-ignore lint/suspicious/noExplicitAny: a patch reaches into what it does not know
type Exports = any;

let lines: string[] = [];
beforeEach(() => {
  lines = [];
  reportFailedPatches((level, message) => lines.push(`${level}: ${message}`));
});

const CLASS_BY_DEFAULT = "export default class Pool { connect() { return 'bare'; } }";

function patchConnect(Pool: Exports): unknown {
  const { connect } = Pool.prototype;
  Pool.prototype.connect = () => `patched ${connect()}`;
  return Pool;
}

/** Has a module patched, as the hooks of `require` and `import` do it. */
function patched(exports: unknown, patch: (exports: Exports) => unknown, times = 1): unknown {
  const show = patching(patch);
  let current = exports;
  for (let time = 0; time < times; time++) current = show(current);
  return current;
}

/** An instrumentation that is shown what a package exports. */
function patching(patch: (exports: Exports) => unknown): (exports: unknown) => unknown {
  const definition = new InstrumentationNodeModuleDefinition('thing', ['*'], patch as never);
  class ThingInstrumentation extends InstrumentationBase {
    protected override init() {
      return [definition];
    }
  }
  guardPatches(ThingInstrumentation);
  const instrumentation = new ThingInstrumentation('thing-instrumentation', '1.0.0', {});
  return exports => (instrumentation as Exports)._onRequire(definition, exports, 'thing', undefined);
}

/** Patches that go wrong halfway, and what they leave in a process that does not undo them. */
const HALFWAY: readonly { readonly change: string; readonly patch: (exports: Exports) => void }[] = [
  { change: 'a function that was replaced', patch: exports => (exports.run = () => 'patched') },
  { change: 'a name that was added', patch: exports => (exports.added = 1) },
  { change: 'a name that was taken away', patch: exports => delete exports.run },
  {
    change: 'a getter that was replaced',
    patch: exports => Object.defineProperty(exports, 'lazy', { value: 1 }),
  },
  { change: 'a method of a class', patch: exports => (exports.Client.prototype.query = () => 'patched') },
  { change: 'a static of a class', patch: exports => (exports.Client.create = () => 'patched') },
  { change: 'a method of the default', patch: exports => (exports.default.prototype.send = () => 'patched') },
  { change: 'a method of the prototype', patch: exports => (exports.prototype.handle = () => 'patched') },
];

describe('a patch that throws', () => {
  it.each(HALFWAY)('leaves nothing behind: $change', ({ patch }) => {
    const { exports, described } = thing();
    const before = described();

    const outcome = patched(exports, found => {
      patch(found);
      found.there.is.no.such.thing();
    });

    expect(outcome).toBe(exports);
    expect(described()).toEqual(before);
    expect(lines).toEqual([
      expect.stringMatching(/^warn: thing is not instrumented by thing-instrumentation: Cannot read/),
    ]);
  });

  it('reads no getter of the module', () => {
    const { exports, reads } = thing();
    patched(exports, () => {
      throw new Error('no');
    });
    expect(reads()).toBe(0);
  });

  it.each([
    { thrown: 'nothing', value: undefined, reason: 'undefined' },
    { thrown: 'a symbol', value: Symbol('odd'), reason: 'Symbol(odd)' },
    {
      thrown: 'an object without a text',
      value: Object.create(null),
      reason: 'a value without a string form was thrown',
    },
    { thrown: 'an error of many lines', value: new Error('first\nsecond'), reason: 'first' },
  ])('is reported in one line, also where it throws $thrown', ({ value, reason }) => {
    const exports = {};
    expect(
      patched(
        exports,
        () => {
          throw value;
        },
        2,
      ),
    ).toBe(exports);
    expect(lines).toEqual([`warn: thing is not instrumented by thing-instrumentation: ${reason}`]);
  });

  it.each([null, undefined, 42, 'text', true])('is not asked about %s', exports => {
    expect(patched(exports, () => expect.unreachable())).toBe(exports);
  });
});

describe('a patch', () => {
  it('patches a module once, whichever of its ways it comes by', () => {
    let calls = 0;
    const replaced = patched({ run: () => 'bare' }, exports => ({ ...exports, calls: ++calls }), 3);
    expect(replaced).toMatchObject({ calls: 1 });
  });

  it('that puts a function in the place of an object is undone', () => {
    const exports = {};
    expect(patched(exports, () => () => {})).toBe(exports);
    expect(lines).toEqual(['warn: thing is not instrumented by thing-instrumentation: it is not a function']);
  });

  it('that returns the class which an ES module exports by default keeps what it patched', async () => {
    const around = await import(`data:text/javascript,${CLASS_BY_DEFAULT}`);

    expect(patched(around, ({ default: Pool }) => patchConnect(Pool), 2)).toBe(around);
    expect(new around.default().connect()).toBe('patched bare');
    expect(lines).toEqual([]);
  });

  it('patches a package once where an ES module around it is loaded, too', async () => {
    const around = await import(`data:text/javascript,${CLASS_BY_DEFAULT}//required`);
    const show = patching(found => patchConnect(found.default ?? found));

    expect(show(around.default)).toBe(around.default);
    expect(show(around)).toBe(around);
    expect(new around.default().connect()).toBe('patched bare');
  });

  it('that returns nothing leaves the module in its place', () => {
    const exports = {};
    expect(patched(exports, () => undefined)).toBe(exports);
  });
});

function thing() {
  let reads = 0;
  class Client {
    query() {
      return 'bare';
    }
    static create() {
      return 'bare';
    }
  }
  class Default {
    send() {
      return 'bare';
    }
  }
  const exports: Exports = Object.assign(function thing() {}, {
    run: () => 'bare',
    Client,
    default: Default,
  });
  exports.prototype.handle = () => 'bare';
  Object.defineProperty(exports, 'lazy', { enumerable: true, configurable: true, get: () => ++reads });
  const owners = [exports, exports.prototype, Client, Client.prototype, Default, Default.prototype];
  const described = () => owners.map(owner => Object.getOwnPropertyDescriptors(owner));
  return { exports, described, reads: () => reads };
}

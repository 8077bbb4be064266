import { EventEmitter } from 'node:events';
import { beforeThreads } from './later-modules.ts';

/** The owners of methods that an application may replace and that handling any value depends on. */
const PROTOTYPES: readonly object[] = [
  ...[
    Array,
    String,
    Map,
    Set,
    WeakMap,
    WeakSet,
    RegExp,
    Function,
    Object,
    Number,
    Date,
    Promise,
    Uint8Array,
  ].map(({ prototype }) => prototype),
  ...[[], new Map(), new Set()].map(values => Object.getPrototypeOf(values[Symbol.iterator]())),
  Object.getPrototypeOf(Uint8Array.prototype),
  Buffer,
  EventEmitter.prototype,
];

/** A method or a getter as it was at the start. */
interface Taken {
  readonly owner: object;
  readonly name: PropertyKey;
  /** Undefined if the owner inherits the method. */
  readonly descriptor: PropertyDescriptor | undefined;
}

// One by one: all descriptors of a prototype in one object cost three times as much.
const METHODS: Taken[] = [...PROTOTYPES.flatMap(functionsOf), ...methodsOfProcess()];
beforeThreads(({ BroadcastChannel, MessagePort }) => {
  METHODS.push(...[BroadcastChannel, MessagePort].flatMap(({ prototype }) => functionsOf(prototype)));
});

function functionsOf(owner: object): readonly Taken[] {
  return Reflect.ownKeys(owner).flatMap(name => {
    const descriptor = Reflect.getOwnPropertyDescriptor(owner, name);
    return typeof (descriptor?.get ?? descriptor?.value) === 'function' ? [{ owner, name, descriptor }] : [];
  });
}

/** Node.js itself calls them by name, as in `process.listenerCount`. The process is watched by its `emit`. */
function methodsOfProcess(): readonly Taken[] {
  const inherited = functionsOf(EventEmitter.prototype).map(({ name }) => ({
    owner: process,
    name,
    descriptor: Reflect.getOwnPropertyDescriptor(process, name),
  }));
  return [...functionsOf(process), ...inherited].filter(
    ({ name, descriptor }) => !descriptor?.get && name !== 'emit',
  );
}

interface Replaced {
  readonly owner: object;
  readonly name: PropertyKey;
  readonly by: PropertyDescriptor | undefined;
}

/**
 * Runs a function with the runtime's methods as they were at the start, then restores the application's. So
 * an `Array.prototype.includes` that throws or lies cannot lose telemetry. Must not run any of the
 * application's code.
 */
export function asAtStart<Result>(act: () => Result): Result {
  const replaced = putBack();
  try {
    return act();
  } finally {
    for (let index = 0; index < replaced.length; index++) define(replaced[index] as Replaced);
  }
}

/** Uses only operators and functions that were saved one by one. */
function putBack(): readonly Replaced[] {
  const replaced: Replaced[] = [];
  for (let index = 0; index < METHODS.length; index++) {
    const { owner, name, descriptor } = METHODS[index] as Taken;
    const by = Reflect.getOwnPropertyDescriptor(owner, name);
    if (isSame(by, descriptor)) continue;
    if (define({ owner, name, by: descriptor })) replaced[replaced.length] = { owner, name, by };
  }
  return replaced;
}

function isSame(one: PropertyDescriptor | undefined, other: PropertyDescriptor | undefined): boolean {
  return one?.value === other?.value && one?.get === other?.get && !one === !other;
}

function define({ owner, name, by }: Replaced): boolean {
  if (by === undefined) return Reflect.deleteProperty(owner, name);
  // An application may have added a `get` to all objects.
  Reflect.setPrototypeOf(by, null);
  return Reflect.defineProperty(owner, name, by);
}

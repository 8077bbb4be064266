import { EventEmitter } from 'node:events';
import { MessagePort } from 'node:worker_threads';

/** Where methods are that an application may replace, and that whatever values consist of are handled by. */
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
  MessagePort.prototype,
];

/** A method as it is at the start. */
interface Taken {
  readonly owner: object;
  readonly name: PropertyKey;
  readonly descriptor: PropertyDescriptor;
}

// One by one: all descriptors of a prototype in one object cost three times as much.
const METHODS: readonly Taken[] = PROTOTYPES.flatMap(owner =>
  Reflect.ownKeys(owner).flatMap(name => {
    const descriptor = Reflect.getOwnPropertyDescriptor(owner, name);
    return typeof descriptor?.value === 'function' ? [{ owner, name, descriptor }] : [];
  }),
);

interface Replaced {
  readonly owner: object;
  readonly name: PropertyKey;
  readonly by: PropertyDescriptor | undefined;
}

/**
 * Runs something with the methods of the runtime as they were at the start, and gives the application its own back: an
 * `Array.prototype.includes` that throws or lies is not to lose telemetry. Nothing of the application's may run in it.
 */
export function asAtStart<Result>(act: () => Result): Result {
  const replaced = putBack();
  try {
    return act();
  } finally {
    for (let index = 0; index < replaced.length; index++) putAgain(replaced[index] as Replaced);
  }
}

/** By nothing but operators and functions that were taken one by one. */
function putBack(): readonly Replaced[] {
  const replaced: Replaced[] = [];
  for (let index = 0; index < METHODS.length; index++) {
    const { owner, name, descriptor } = METHODS[index] as Taken;
    const by = Reflect.getOwnPropertyDescriptor(owner, name);
    if (by !== undefined && by.value === descriptor.value) continue;
    if (Reflect.defineProperty(owner, name, descriptor)) replaced[replaced.length] = { owner, name, by };
  }
  return replaced;
}

function putAgain({ owner, name, by }: Replaced): void {
  if (by === undefined) Reflect.deleteProperty(owner, name);
  else Reflect.defineProperty(owner, name, by);
}

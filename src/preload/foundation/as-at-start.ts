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

/** What they are at the start: to take all at once is a fraction of the time. */
const DESCRIPTORS = PROTOTYPES.map(owner => Object.getOwnPropertyDescriptors(owner));

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
  for (let index = 0; index < PROTOTYPES.length; index++) {
    const descriptors = DESCRIPTORS[index] as PropertyDescriptorMap;
    const names = Reflect.ownKeys(descriptors);
    for (let at = 0; at < names.length; at++)
      putBackOne(PROTOTYPES[index] as object, names[at] as PropertyKey, descriptors, replaced);
  }
  return replaced;
}

function putBackOne(
  owner: object,
  name: PropertyKey,
  { [name]: taken }: PropertyDescriptorMap,
  replaced: Replaced[],
): void {
  const by = Reflect.getOwnPropertyDescriptor(owner, name);
  const isAsTaken = by !== undefined && by.value === taken?.value;
  if (taken === undefined || typeof taken.value !== 'function' || isAsTaken) return;
  if (Reflect.defineProperty(owner, name, taken)) replaced[replaced.length] = { owner, name, by };
}

function putAgain({ owner, name, by }: Replaced): void {
  if (by === undefined) Reflect.deleteProperty(owner, name);
  else Reflect.defineProperty(owner, name, by);
}

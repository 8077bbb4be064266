import { dirname, isAbsolute, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { patchLibrary, replaceMethod } from './patch-library.ts';
import { runJob } from './scheduled-job.ts';

type Task = (this: unknown, ...values: unknown[]) => unknown;

/** `schedule` and, since version 4, `createTask`. */
type Schedule = (pattern: string, task: Task | string, options?: { readonly name?: string }) => unknown;

interface NodeCron {
  schedule: Schedule;
  createTask?: Schedule;
  readonly default?: NodeCron;
  readonly nodeCron?: NodeCron;
}

/** Creates a unit of work for each run of a task: `<name, or pattern> run`. */
export function enable(target: string, versions: readonly string[]): void {
  patchLibrary(target, versions, (exports: NodeCron) => {
    for (const nodeCron of [exports, exports.default, exports.nodeCron]) {
      if (!nodeCron) continue;
      replaceMethod(nodeCron, 'schedule', scheduling);
      if (nodeCron.createTask) replaceMethod(nodeCron as Required<NodeCron>, 'createTask', scheduling);
    }
  });
}

function scheduling(original: Schedule): Schedule {
  return function schedule(this: unknown, pattern, task, ...rest) {
    const [options] = rest;
    const wrapped =
      typeof task === 'function' ? asWork(task, options?.name || pattern) : fromCaller(task, schedule);
    return original.call(this, pattern, wrapped, ...rest);
  };
}

/** The task's `toString`, `length` and properties stay unchanged. */
function asWork(task: Task, name: string): Task {
  return new Proxy(task, {
    apply: (target, self, values) =>
      runJob(name, isByHand(values[0]), () => Reflect.apply(target, self, values)),
  });
}

/** Version 3 passes `manual` or `init` instead of the time; version 4 passes a reason. */
function isByHand(given: unknown): boolean {
  if (given === 'manual' || given === 'init') return true;
  return (given as { execution?: { reason?: unknown } } | undefined)?.execution?.reason === 'invoked';
}

/**
 * A task in a file is found relative to the caller, which node-cron looks up in the stack: it would find this
 * file there. https://github.com/node-cron/node-cron/blob/main/src/node-cron.ts
 */
function fromCaller(task: string, callee: (...values: never[]) => unknown): string {
  if (typeof task !== 'string' || isAbsolute(task) || task.startsWith('file:')) return task;
  const at: { stack?: string } = {};
  Error.captureStackTrace(at, callee);
  const caller = /\bat (?:.*\()?((?:file:\/\/|[\\/]|[a-z]:[\\/]).+):\d+:\d+\)?$/im.exec(at.stack ?? '')?.[1];
  if (!caller) return task;
  return resolve(dirname(caller.startsWith('file:') ? fileURLToPath(caller) : caller), task);
}

/** Built-in modules that the preload needs only later, if at all. To load them takes a third of what it adds to a start. */
interface Later {
  readonly perf_hooks: typeof import('node:perf_hooks');
  readonly stream: typeof import('node:stream');
  readonly vm: typeof import('node:vm');
  readonly worker_threads: typeof import('node:worker_threads');
}

type Name = keyof Later;

const NAMES = ['perf_hooks', 'stream', 'vm', 'worker_threads'] as const;

/** As at the start: it loads a module without any hook of ours. */
const { getBuiltinModule } = process;

/** Node.js adds to it whatever it loads. */
const loaded = Reflect.get(process, 'moduleLoadList') as readonly string[] | undefined;

const taken: { [Key in Name]?: Later[Key] } = {};
let onThreads: ((module: Later['worker_threads']) => void)[] = [];

/** The exports of a built-in module before the application could replace any. Loads the module. */
export function laterModule<Key extends Name>(name: Key): Later[Key] {
  return taken[name] ?? take(name);
}

/** Called before the application gets a module: it may replace what the module exports. */
export function takeBefore(name: string | undefined): void {
  for (let index = 0; index < NAMES.length; index++) {
    if (NAMES[index] === name) laterModule(NAMES[index] as Name);
  }
}

/** Called before imports that nothing of ours sees. */
export function takeAll(): void {
  for (const name of NAMES) laterModule(name);
}

/** Calls a function when `node:worker_threads` is loaded, before the application has it and can start a thread. */
export function beforeThreads(action: (module: Later['worker_threads']) => void): void {
  if (taken.worker_threads) action(taken.worker_threads);
  else onThreads = [...onThreads, action];
}

/** Whether somebody has loaded a built-in module. */
export function isLoaded(name: string): boolean {
  return loaded?.includes(`NativeModule ${name}`) === true;
}

function take<Key extends Name>(name: Key): Later[Key] {
  const module = { ...(getBuiltinModule(`node:${name}`) as Later[Key]) };
  taken[name] = module;
  if (name !== 'worker_threads') return module;
  const actions = onThreads;
  onThreads = [];
  for (let index = 0; index < actions.length; index++) actions[index]?.(module as Later['worker_threads']);
  return module;
}

import { hasLoader } from './hooks-thread.ts';

/** The frames by which Node.js asks hooks for a module, and the one of them for a `require`. */
const ASKING = /\bgetModuleJobFor(?:Import|(RequireInImportedCJS))\b/;

/** As many frames as lie between our hook and that one, even if the application has several hooks. */
const FRAMES = 50;

/**
 * Whether hooks are asked on behalf of a `require`, which looks like an import to them. Before 24.12, Node.js asks so
 * for CommonJS whose source a hook provides or that is written in TypeScript. Such a `require` gets no wrapper:
 * Node.js cannot load an ES module with imports for it, and the application could not change the exports.
 */
export function isRequiredByHooks(): boolean {
  return ASKING.exec(currentStack())?.[1] !== undefined;
}

/**
 * Whether Node.js may ask hooks for a `require`, though the application registers none: for TypeScript, and for any
 * CommonJS module with a flag of Node.js 20 and 22.
 */
export function mayAskHooksForRequire(): boolean {
  const { typescript } = process.features as { readonly typescript?: unknown };
  const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? ''];
  return (
    Boolean(typescript) ||
    hasLoader(flags) ||
    flags.some(flag => flag.includes('--experimental-default-type=module'))
  );
}

/** By `Reflect`, because the application may have frozen `Error`. */
function currentStack(): string {
  const { stackTraceLimit } = Error;
  const isSet = Reflect.set(Error, 'stackTraceLimit', FRAMES);
  const stack = String(new Error().stack);
  if (isSet) Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  return stack;
}

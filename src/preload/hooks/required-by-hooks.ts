import { hasLoader } from './hooks-thread.ts';

/** The frames by which Node.js asks hooks for a module, and the one of them for a `require`. */
const ASKING = /getModuleJobFor(?:Import|(RequireInImportedCJS))/;

/** As many frames as lie between our hook and that one, even if the application has several hooks. */
const FRAMES = 50;

/**
 * Whether hooks are asked on behalf of a `require`, which looks like an import to them. Before 24.12, Node.js asks so
 * for CommonJS whose source a hook provides or that is written in TypeScript. Such a `require` gets no wrapper:
 * Node.js cannot load an ES module with imports for it, and the application could not change the exports.
 */
export function isRequiredByHooks(): boolean {
  const { stackTraceLimit } = Error;
  // The application may have frozen `Error`.
  Reflect.set(Error, 'stackTraceLimit', FRAMES);
  const asking = ASKING.exec(String(new Error().stack));
  Reflect.set(Error, 'stackTraceLimit', stackTraceLimit);
  return asking?.[1] !== undefined;
}

/**
 * Whether Node.js may ask hooks for a `require`, though the application registers none: for TypeScript, and for any
 * CommonJS module with a flag of Node.js 20 and 22.
 */
export function mayAskHooksForRequire(): boolean {
  const flags = [...process.execArgv, process.env.NODE_OPTIONS].join(' ');
  return 'typescript' in process.features || flags.includes('-default-type=module') || hasLoader([flags]);
}

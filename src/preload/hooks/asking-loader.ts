/**
 * What Node.js turns a path into a URL for: an `import`, or a required ES module, whose own imports are not announced.
 */
export type Asking = 'import' | 'module' | undefined;

/** The frame of the function that turns a path into a URL. */
const TURNS = /\bpathToFileURL \(node:internal\/url:/;

/** Frames that call it for an entry, for code without a file, or for an entry that turns out an ES module. */
const ENTRY =
  /^ +at (?:(?:\w+\.)?(?:executeUserEntryPoint|evalScript|getEvalModuleUrl|defaultEval) |node:internal\/modules\/cjs\/loader:)/;

/** A script's `import()`. Node.js asks for the same URL for a source map. */
const SCRIPT = [/^ +at normalizeReferrerURL /, /^ +at defaultImportModuleDynamicallyForScript /] as const;

const LOADS_MODULE = /^ +at (?:ModuleLoader\.importSyncForRequire|finalizeResolution) /;

/**
 * @param stack the stack trace of the code that reads `path.posix`
 * @returns undefined if the loader of Node.js 20 does so for another reason, or someone else does
 */
export function askingLoader(stack: string): Asking {
  const frames = stack.split('\n');
  const turning = frames.findIndex(frame => TURNS.test(frame));
  if (turning === -1) return undefined;
  const [caller = '', above = ''] = frames.slice(turning + 1);
  if (ENTRY.test(caller) || (SCRIPT[0].test(caller) && SCRIPT[1].test(above))) return 'import';
  return LOADS_MODULE.test(caller) ? 'module' : undefined;
}

/** Whether an ES module may import something while it runs. A comment for tools often contains `import('type')`. */
export function mayImport(source: string): boolean {
  const [code, ...commented] = source.split('/**');
  return /\bimport\s*[(/]/.test([code, ...commented.map(afterComment)].join(' '));
}

/** Also what only looks like a comment, as the pattern `src/**\/*.js` does. */
function afterComment(text: string): string {
  return /^\s/.test(text) ? text.slice(text.indexOf('*/') + 1) : text;
}

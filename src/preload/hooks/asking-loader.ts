/**
 * What Node.js turns a path into a URL for: an `import`, or a required ES module, whose own imports are not announced.
 */
export type Asking = 'import' | 'module' | undefined;

/** The function that turns a path into a URL. */
const TURNS = String.raw`\bpathToFileURL \(node:internal/url:.*\n +at `;

/** Node.js is about to import: for a script, an entry, code without a file, or an entry that turns out an ES module. */
const IMPORTS = new RegExp(
  `${TURNS}(?:${[
    String.raw`normalizeReferrerURL .*\n +at defaultImportModuleDynamicallyForScript `,
    String.raw`(?:\w+\.)?(?:executeUserEntryPoint|evalScript|getEvalModuleUrl|defaultEval) `,
    'node:internal/modules/cjs/loader:',
  ].join('|')})`,
);

const LOADS_MODULE = new RegExp(`${TURNS}(?:ModuleLoader.importSyncForRequire|finalizeResolution) `);

/**
 * @param stack a stack trace of whoever reads `path.posix`
 * @returns undefined if the loader of Node.js 20 does so for another reason, or someone else does
 */
export function askingLoader(stack: string): Asking {
  if (IMPORTS.test(stack)) return 'import';
  return LOADS_MODULE.test(stack) ? 'module' : undefined;
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

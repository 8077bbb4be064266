/** The name by which a bundle's helper finds the preload. */
export const BUNDLE_LISTENER = 'otel-run.loaded';

/**
 * esbuild's helper, up to the point where a module has run. Some versions of esbuild write it without `try`, and those
 * before 0.14 with `Object.keys`. It gets a number if the application has the same name.
 */
const HELPER =
  /^(var __commonJS\d* = \((cb\d*), (mod\d*)\) => function __require\d*\(\) \{\s*(?:try \{\s*)?return \3 \|\| )(\(0, \2\[(__getOwnPropNames\d*|Object\.keys)\(\2\)\[0\]\]\)\(\(\3 = \{ exports: \{\} \}\)\.exports, \3\)), \3\.exports;/m;

/**
 * The source of a file by esbuild whose modules announce themselves as they run. A file that announces them by
 * otel-run's plugin stays as it is, and so does text that only looks like esbuild's.
 */
export function withAnnouncements(source: string): string {
  const found = HELPER.exec(source);
  if (!found || source.includes('otel-run.modules') || !isCode(source.slice(0, found.index))) return source;
  const [whole, before, callbacks, module, run, names] = found;
  const told = `globalThis[Symbol.for("${BUNDLE_LISTENER}")]?.(${names}(${callbacks})[0], ${module})`;
  const text = `${before}(${run}, ${told}), ${module}.exports;`;
  return source.slice(0, found.index) + text + source.slice(found.index + whole.length);
}

/** Whether code follows on this: no template and no comment is open. */
function isCode(before: string): boolean {
  return before.split('`').length % 2 === 1 && before.lastIndexOf('/*') <= before.lastIndexOf('*/');
}

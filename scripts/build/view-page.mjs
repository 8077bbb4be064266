// Builds dist/view.html: the page of `otel-run view` in one file, which loads
// nothing, with a policy that enforces that.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { transform } from 'esbuild';
import { rolldown } from 'rolldown';

/**
 * Writes the page.
 *
 * @param root the package's folder
 * @param define constants that the code is built with
 * @returns the ids of its modules
 */
export async function viewPage(root, define) {
  const folder = join(root, 'src/page');
  const { script, moduleIds } = await bundledScript(root, folder, define);
  const style = await minifiedStyles(join(folder, 'styles'));
  const policy = [
    "default-src 'none'",
    `script-src ${hash(script)}`,
    `style-src ${hash(style)}`,
    "connect-src 'self'",
    'img-src data:',
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
  const parts = { POLICY: policy, STYLE: style, SCRIPT: script };
  const page = readFileSync(join(folder, 'view.html'), 'utf8').replace(
    /\/\*([A-Z]+)\*\//g,
    (_, name) => parts[name],
  );
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(join(root, 'dist/view.html'), page);
  return moduleIds;
}

async function bundledScript(root, folder, define) {
  const build = await rolldown({
    cwd: root,
    input: join(folder, 'main.tsx'),
    platform: 'browser',
    transform: { define, target: 'es2022', jsx: { runtime: 'automatic' } },
  });
  const { output } = await build.generate({
    format: 'iife',
    minify: true,
    comments: { legal: false },
    charset: 'ascii',
  });
  await build.close();
  const [{ code, moduleIds }] = output;
  // Within a script element, these two end it or change what ends it.
  const script = code.trim().replace(/<(?=\/script|!--|script)/gi, '\\x3C');
  return { script, moduleIds };
}

async function minifiedStyles(folder) {
  const files = readdirSync(folder).sort();
  const all = files.map(file => readFileSync(join(folder, file), 'utf8')).join('\n');
  const { code } = await transform(all, { loader: 'css', minify: true });
  return code.trim();
}

/** The source expression of a policy that allows exactly this source. */
function hash(text) {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

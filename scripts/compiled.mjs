import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The exports of a TypeScript module. Scripts also run on Node.js versions that do not read TypeScript. */
export async function compiled(input) {
  const build = await rolldown({ cwd: root, input, platform: 'node', plugins: [vitestAsInstalled] });
  const { output } = await build.generate({ format: 'esm' });
  await build.close();
  return import(`data:text/javascript,${encodeURIComponent(output[0].code)}`);
}

/** A `data:` URL can import a package only by its file. */
const vitestAsInstalled = {
  name: 'vitest-as-installed',
  resolveId: source =>
    source === 'vitest' ? { id: import.meta.resolve('vitest'), external: 'absolute' } : null,
};

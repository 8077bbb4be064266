import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { run } from '../helpers/processes.ts';
import type { Block } from './blocks.ts';
import { createProject } from './project.ts';
import { textOf } from './reader.ts';

const TSC = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');

const OPTIONS = [
  ...['--ignoreConfig', '--noEmit', '--strict', '--exactOptionalPropertyTypes'],
  ...['--target', 'es2022', '--types', 'node', '--module', 'nodenext'],
];

const SURROUNDINGS = 'documentation.d.ts';

/** Type-checks blocks as modules of one program, against the declarations of the packed package. Returns complaints. */
export async function typeCheck(blocks: readonly Block[]): Promise<string> {
  const named = blocks.map(({ document, line, text }) => [
    `${document.replace(/\W/g, '-')}-${line}.mts`,
    text,
  ]);
  const project = createProject('typed-documents', {
    ...Object.fromEntries(named),
    [SURROUNDINGS]: textOf('test/fixtures/types/documentation.d.ts.txt'),
  });
  const files = [SURROUNDINGS, ...named.map(([name = '']) => name)];
  const { stdout } = await run([process.execPath, TSC, ...OPTIONS, ...files], { cwd: project.folder });
  project.remove();
  return stdout;
}

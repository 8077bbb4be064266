// Writes the type declarations of the doors that applications import, and of the types in them.
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

/** Relative imports in a declaration file, which the compiler leaves with the extension of the source. */
const RELATIVE_IMPORT = /(?<=from '|import\(')(\.{1,2}\/[^']+)\.ts(?=')/g;

/**
 * @param root the repository
 * @param libraries names of files in src/, without extension
 * @param plugins the same, for files with only a default export
 */
export function writeDeclarations(root, libraries, plugins) {
  const doors = [...libraries, ...plugins];
  const temporary = mkdtempSync(join(root, 'node_modules', '.declarations-'));
  try {
    compile(root, doors, temporary);
    const written = new Set();
    const pending = doors.map(door => `${door}.d.ts`);
    for (let file = pending.pop(); file; file = pending.pop()) {
      if (written.has(file)) continue;
      written.add(file);
      const text = readFileSync(join(temporary, 'types', file), 'utf8');
      for (const [, path] of text.matchAll(RELATIVE_IMPORT))
        pending.push(join(dirname(file), `${path}.d.ts`));
      const target = join(root, 'dist', 'types', file);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, text.replace(RELATIVE_IMPORT, '$1.js'));
    }
    // The same declarations serve both formats: without a default export, a CommonJS module's are right for `import`
    // as well, while `require` of what is declared as an ES module is refused before `--module node20`.
    writeFileSync(join(root, 'dist/types/package.json'), '{ "type": "commonjs" }\n');
    for (const name of plugins) writeForBothFormats(join(root, 'dist/types', name));
  } finally {
    rmSync(temporary, { recursive: true, force: true });
  }
}

/** For `require`, a default export is the module itself, which only a separate declaration can express. */
function writeForBothFormats(path) {
  const text = readFileSync(`${path}.d.ts`, 'utf8');
  rmSync(`${path}.d.ts`);
  writeFileSync(`${path}.d.mts`, text);
  const itself = text.replace('export default function', 'declare function');
  writeFileSync(
    `${path}.d.cts`,
    `${itself}declare namespace otelRun {\n  export { otelRun as default };\n}\nexport = otelRun;\n`,
  );
}

function compile(root, doors, folder) {
  const project = join(folder, 'tsconfig.json');
  const source = join(root, 'src');
  const ambient = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(file =>
    file.endsWith('.d.ts'),
  );
  const compilerOptions = {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: source,
    outDir: join(folder, 'types'),
  };
  const files = [...doors.map(door => `${door}.ts`), ...ambient].map(file => join(source, file));
  writeFileSync(
    project,
    JSON.stringify({ extends: join(root, 'tsconfig.json'), compilerOptions, files, include: [] }),
  );
  const { bin } = require('typescript/package.json');
  const compiler = join(dirname(require.resolve('typescript/package.json')), bin.tsc);
  execFileSync(process.execPath, [compiler, '--project', project], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
}

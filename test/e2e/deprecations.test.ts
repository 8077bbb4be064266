import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isAtLeast, type Node, nodes } from '../helpers/nodes.ts';
import { PRELOAD } from '../helpers/package-under-test.ts';
import { preloaded, run } from '../helpers/processes.ts';

/** Node.js warns of `punycode` where the one that requires it is no package: since version 21. */
const PROGRAMS = [
  { what: 'an application', file: 'application.cjs', text: "require('punycode');" },
  { what: 'an application, by its whole name', file: 'whole.cjs', text: "require('node:punycode');" },
  { what: 'a package', file: 'packaged.cjs', text: "require('tr46');" },
  { what: 'a module', file: 'module.mjs', text: "import 'punycode';" },
];

const folder = mkdtempSync(join(tmpdir(), 'otel-run-deprecations-'));
/** As the folder lies in an image of the operator. */
const copied = join(folder, 'autoinstrumentation');
beforeAll(() => {
  for (const { file, text } of PROGRAMS) writeFileSync(join(folder, file), text);
  const place = join(folder, 'node_modules', 'tr46');
  mkdirSync(place, { recursive: true });
  writeFileSync(join(place, 'index.js'), "require('punycode');");
  cpSync(dirname(PRELOAD), copied, { recursive: true });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLACES = [
  { place: 'in node_modules', preload: PRELOAD },
  { place: 'elsewhere', preload: join(copied, 'preload.cjs') },
];
/**
 * Whether Node.js looks at the innermost file alone. Before, one file in `node_modules` anywhere on the stack was enough to
 * lose the warning of an application, and otel-run's own is there.
 */
const looksAtInnermost = (node: Node) =>
  isAtLeast(node, 24, 22) || (isAtLeast(node, 22, 23) && !isAtLeast(node, 23)) || !isAtLeast(node, 21);

const CASES = PROGRAMS.flatMap(program => PLACES.map(place => ({ ...program, ...place })));

describe.each(nodes())('a deprecated module, Node.js $version', node => {
  const cases = CASES.filter(({ place }) => place === 'elsewhere' || looksAtInnermost(node));

  it.concurrent.each(cases)(
    'is warned of as bare: $what requires it, and otel-run is $place',
    async ({ file, preload }) => {
      const argv = [node.path, file];
      const env = {
        ...preloaded({ OTEL_SERVICE_NAME: 'deprecated', OTEL_TRACES_EXPORTER: 'none' }),
        NODE_OPTIONS: `--require "${preload}"`,
      };

      const [bare, instrumented] = await Promise.all([
        run(argv, { cwd: folder }),
        run(argv, { cwd: folder, env }),
      ]);

      expect(withoutProcess(instrumented.stderr)).toBe(withoutProcess(bare.stderr));
      expect(instrumented.code).toBe(0);
    },
  );
});

function withoutProcess(stderr: string): string {
  return stderr.replace(/\(node:\d+\)/, '(node)');
}

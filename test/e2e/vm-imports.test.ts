import { describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { preloaded, run } from '../helpers/processes.ts';

const IMPORTS = "import('node:fs').then(({ readFileSync }) => console.log(typeof readFileSync))";

const PROGRAM = `const { constants, Script } = require('node:vm');
  const importModuleDynamically = constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  new Script(${JSON.stringify(IMPORTS)}, { importModuleDynamically }).runInThisContext();`;

describe.each(nodes())('a script of node:vm without a file, Node.js $version', ({ path: node }) => {
  it('imports a built-in module as bare', async () => {
    const argv = [node, '--no-warnings', '-e', PROGRAM];
    const env = preloaded({ OTEL_SERVICE_NAME: 'vm', OTEL_TRACES_EXPORTER: 'none' });

    const bare = await run(argv);
    const instrumented = await run(argv, { env });

    expect(bare.stdout).toBe('function\n');
    expect(instrumented).toEqual(bare);
  });
});

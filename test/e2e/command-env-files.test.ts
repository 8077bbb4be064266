import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { nodes } from '../helpers/nodes.ts';
import { byOtelRun, run } from '../helpers/processes.ts';

const FOLDER = new URL('../fixtures/apps/own-env-file', import.meta.url).pathname;

const DEFAULTS = {
  title: false,
  OTEL_METRICS_EXPORTER: 'none',
  OTEL_TRACES_SAMPLER: 'parentbased_always_on',
};
const FILE = { title: false, OTEL_METRICS_EXPORTER: 'console', OTEL_TRACES_SAMPLER: 'always_off' };
const NAMED = { title: true, OTEL_SERVICE_NAME: 'of-the-file' };

/** What a process has that is told a dotenv file for Node.js. `-s api` wherever the file has no name. */
const CASES = [
  {
    name: 'a file',
    command: 'node --env-file=defaults.env print.cjs',
    has: { ...FILE, OTEL_SERVICE_NAME: 'api' },
  },
  {
    name: 'a file as a word of its own',
    command: 'node --env-file defaults.env print.cjs',
    has: { ...FILE, OTEL_SERVICE_NAME: 'api' },
  },
  {
    name: 'a file that is there',
    command: 'node --env-file-if-exists=defaults.env print.cjs',
    has: { ...FILE, OTEL_SERVICE_NAME: 'api' },
  },
  {
    name: 'a file that is not there',
    command: 'node --env-file-if-exists=missing.env --no-warnings print.cjs',
    has: { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' },
    stderr: 'missing.env not found. Continuing without it.\n',
  },
  {
    name: 'a name and options in a file only',
    flags: [],
    command: 'node --env-file=named.env print.cjs',
    has: { ...DEFAULTS, ...NAMED },
  },
  {
    name: 'two files',
    flags: [],
    command: 'node --env-file=defaults.env --env-file=named.env print.cjs',
    has: { ...FILE, ...NAMED },
  },
  { name: 'a script of package.json', flags: [], command: 'npm start --silent', has: { ...FILE, ...NAMED } },
  {
    name: 'a script that runs a script',
    flags: [],
    command: 'npm run --silent again --loglevel=silent',
    has: { ...FILE, ...NAMED },
  },
  {
    name: 'a command that only a shell understands',
    command: ['sh', '-c', 'true && exec "$0" --env-file=defaults.env print.cjs', 'node'],
    has: { ...FILE, OTEL_SERVICE_NAME: 'api' },
  },
  {
    name: 'a value that a shell sets beside the file',
    command: [
      'sh',
      '-c',
      'OTEL_METRICS_EXPORTER=prometheus exec "$0" --env-file=defaults.env print.cjs',
      'node',
    ],
    has: { ...FILE, OTEL_SERVICE_NAME: 'api', OTEL_METRICS_EXPORTER: 'prometheus' },
  },
  {
    name: 'options that come too late',
    command: ['sh', '-c', 'exec "$0" --env-file=named.env print.cjs', 'node'],
    has: { ...DEFAULTS, OTEL_SERVICE_NAME: 'api' },
    stderr:
      'otel-run: NODE_OPTIONS in named.env has no effect, because otel-run sets the variable: give the file to otel-run as well (otel-run -e named.env)\n',
  },
];

for (const node of nodes()) {
  describe.concurrent(`Node.js ${node.version}`, () => {
    it.each(CASES)(
      'reads $name as Node.js does',
      async ({ flags = ['-s', 'api'], command, has, stderr = '' }) => {
        const words = typeof command === 'string' ? command.split(' ') : command;
        // A package manager finds the Node.js in the PATH.
        const PATH = `${join(node.path, '..')}:${process.env.PATH}`;
        const argv = byOtelRun(words, node.path, flags);

        const ended = await run(argv, { cwd: FOLDER, env: { PATH } });

        expect(ended).toMatchObject({ code: 0, stderr });
        // A file that sends metrics to the console prints those of the runtime at the end.
        const printed = ended.stdout.split('\n').find(line => line.startsWith('{"'));
        expect(JSON.parse(printed ?? '')).toEqual(has);
      },
    );
  });
}

import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { INTERNAL_VARIABLES, OTEL_RUN_VARIABLES } from '../../src/config/variables/otel-run.ts';

const CONFIGURATION = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

/** What every command takes, as the contract and docs/configuration.md have it: option and variable. */
const COMMON_OPTIONS = [
  ['-s, --service <name>', 'OTEL_SERVICE_NAME'],
  ['--environment <name>', 'OTEL_RUN_ENVIRONMENT'],
  ['--development', 'OTEL_RUN_DEVELOPMENT'],
  ['--no-development', 'OTEL_RUN_DEVELOPMENT'],
  ['-e, --env-file <path>', 'OTEL_RUN_ENV_FILE'],
  ['--fail-open', 'OTEL_RUN_FAIL_OPEN'],
] as const;

const COMMANDS: readonly (readonly [command: string, argv: string[], own: string[], codes: string[]])[] = [
  [
    'otel-run',
    [],
    ['--dry-run', '--version', 'otel-run doctor', 'otel-run smoke', 'otel-run view'],
    ['125', '126', '127'],
  ],
  ['otel-run doctor', ['doctor'], ['--json', '--strict', '--all', '--probe'], ['0 ', '1 ', '125']],
  [
    'otel-run smoke',
    ['smoke'],
    ['--request', '--wait-for', '--timeout', '--stop-signal', '--expect', '--json', '--junit', '--html'],
    ['0 ', '1 ', '125', '126', '127'],
  ],
  [
    'otel-run view',
    ['view'],
    ['--port', '--open', '--no-open', '--max-spans', '--save', '--quiet'],
    ["command's own", '125', '126', '127'],
  ],
];

async function helpOf(argv: readonly string[]): Promise<string> {
  let out = '';
  const world = { env: {}, folder: '/', preload: '/preload.cjs', error: () => {} };
  const outcome = await main([...argv, '--help'], {
    ...world,
    out: text => {
      out += text;
    },
  });
  expect(outcome).toEqual({ kind: 'exit', code: 0 });
  return out;
}

describe.each(COMMANDS)('%s --help', (_command, argv, own, codes) => {
  it('names every option, its own and the common ones, with their variables', async () => {
    const help = await helpOf(argv);
    for (const [option] of COMMON_OPTIONS) expect(help).toMatch(new RegExp(`^  ${option}`, 'm'));
    for (const [, variable] of COMMON_OPTIONS) expect(help).toContain(`(${variable})`);
    for (const option of own) expect(help).toContain(option);
  });

  it('names every variable of otel-run that a user may set, with its default, and no other', async () => {
    const help = await helpOf(argv);
    for (const { name, flag, default: fallback } of OTEL_RUN_VARIABLES) {
      const isListed = new RegExp(`^  ${name} `, 'm').test(help);
      expect([name, isListed]).toEqual([name, !flag && !INTERNAL_VARIABLES.includes(name)]);
      if (isListed && fallback) expect(help.replace(/\s+/g, ' ')).toContain(`default ${fallback})`);
    }
    expect(help).toContain('docs/configuration.md');
  });

  it('says every exit code, and fits 80 columns where it is a table', async () => {
    const help = await helpOf(argv);
    const [, exits = ''] = /^Exit codes: ([\s\S]*)/m.exec(help) ?? [];
    for (const code of codes) expect(exits).toContain(code);
    const [table = ''] = help.split('Examples:');
    const wide = table
      .split('\n')
      .filter(line => line.length > 80 && !/^(Checks:|Without | {2}otel-run )/.test(line));
    expect(wide).toEqual([]);
  });
});

it('docs/configuration.md has the options of the help', () => {
  for (const [option, variable] of COMMON_OPTIONS) {
    const [long = ''] = /--[a-z-]+/.exec(option) ?? [];
    expect(CONFIGURATION).toContain(
      `\`${long.startsWith('--no') || long === '--development' ? long : option}\``,
    );
    expect(CONFIGURATION).toContain(`\`${variable}\``);
  }
});

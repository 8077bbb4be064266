import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { INTERNAL_VARIABLES, OTEL_RUN_VARIABLES } from '../../src/config/variables/otel-run.ts';

const CONFIGURATION = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

/** What every command takes, as the contract and docs/configuration.md have it: option and variable. */
const COMMON_OPTIONS = [
  { option: '-s, --service <name>', variable: 'OTEL_SERVICE_NAME' },
  { option: '--environment <name>', variable: 'OTEL_RUN_ENVIRONMENT' },
  { option: '--development', variable: 'OTEL_RUN_DEVELOPMENT' },
  { option: '--no-development', variable: 'OTEL_RUN_DEVELOPMENT' },
  { option: '-e, --env-file <path>', variable: 'OTEL_RUN_ENV_FILE' },
  { option: '--fail-open', variable: 'OTEL_RUN_FAIL_OPEN' },
];

const COMMANDS: readonly { command: string; argv: string[]; options: string[]; codes: string[] }[] = [
  {
    command: 'otel-run',
    argv: [],
    options: ['--dry-run', '--version', 'otel-run doctor', 'otel-run smoke', 'otel-run view'],
    codes: ['125', '126', '127'],
  },
  {
    command: 'otel-run doctor',
    argv: ['doctor'],
    options: ['--json', '--strict', '--all', '--probe'],
    codes: ['0 ', '1 ', '125'],
  },
  {
    command: 'otel-run smoke',
    argv: ['smoke'],
    options: [
      '--request',
      '--wait-for',
      '--timeout',
      '--stop-signal',
      '--expect',
      '--json',
      '--junit',
      '--html',
    ],
    codes: ['0 ', '1 ', '125', '126', '127'],
  },
  {
    command: 'otel-run view',
    argv: ['view'],
    options: ['--port', '--open', '--no-open', '--max-spans', '--save', '--quiet'],
    codes: ["command's own", '125', '126', '127'],
  },
];

const listed = OTEL_RUN_VARIABLES.filter(({ name, flag }) => !flag && !INTERNAL_VARIABLES.includes(name));

async function helpOf(argv: readonly string[], option: readonly string[] = ['--help']): Promise<string> {
  let out = '';
  const world = { env: {}, folder: '/', preload: '/preload.cjs', error: () => {} };
  const outcome = await main([...argv, ...option], {
    ...world,
    out: text => {
      out += text;
    },
  });
  expect(outcome).toEqual({ kind: 'exit', code: 0 });
  return out;
}

describe.each(COMMANDS)('the help of $command', ({ argv, options, codes }) => {
  it('names every option, its own and the common ones, with their variables', async () => {
    const help = await helpOf(argv);
    for (const { option } of COMMON_OPTIONS) expect(help).toMatch(new RegExp(`^  ${option}`, 'm'));
    for (const { variable } of COMMON_OPTIONS) expect(help).toContain(`(${variable})`);
    for (const option of options) expect(help).toContain(option);
  });

  it('names every variable of otel-run that a user may set, and no other', async () => {
    const help = await helpOf(argv);
    const named = OTEL_RUN_VARIABLES.filter(({ name }) => new RegExp(`(?<![(])\\b${name}\\b`).test(help));
    expect(named.map(({ name }) => name)).toEqual(listed.map(({ name }) => name));
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

describe('otel-run help', () => {
  it('is the help, of all or of a subcommand', async () => {
    expect(await helpOf(['help'], [])).toBe(await helpOf([]));
    expect(await helpOf(['help', 'smoke'], [])).toBe(await helpOf(['smoke']));
    expect((await helpOf([])).split('\n').length).toBeLessThan(50);
  });

  const TOPICS = [
    { topic: 'smok', advice: 'Did you mean otel-run help smoke?' },
    { topic: 'variabls', advice: 'Did you mean otel-run help variables?' },
    { topic: 'pricing', advice: 'There is help about view, smoke, doctor, mcp, variables; otel-run --help' },
  ];
  it.each(TOPICS)('refuses a topic that it does not have: $topic', async ({ topic, advice }) => {
    let error = '';
    const print = (text: string) => {
      error += text;
    };
    const world = { env: {}, folder: '/', preload: '/preload.cjs', out: print, error: print };
    expect(await main(['help', topic], world)).toEqual({ kind: 'exit', code: 125 });
    expect(error).toContain(`otel-run: there is no help about "${topic}"\n  ${advice}`);
  });

  it('lists variables with what they take and their defaults', async () => {
    const help = await helpOf(['help', 'variables'], []);
    for (const { name, default: fallback } of listed) {
      expect(help).toMatch(new RegExp(`^  ${name} `, 'm'));
      if (fallback) expect(help.replace(/\s+/g, ' ')).toContain(`default ${fallback})`);
    }
  });
});

it('docs/configuration.md has the options of the help', () => {
  for (const { option, variable } of COMMON_OPTIONS) {
    const [long = ''] = /--[a-z-]+/.exec(option) ?? [];
    expect(CONFIGURATION).toContain(
      `\`${long.startsWith('--no') || long === '--development' ? long : option}\``,
    );
    expect(CONFIGURATION).toContain(`\`${variable}\``);
  }
});

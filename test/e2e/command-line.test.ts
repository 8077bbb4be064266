import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const files: Record<string, string> = {
  'one.env': 'PLAIN=one\nSPACED="a b"\nOTEL_SERVICE_NAME=one\nAPI_TOKEN=hunter2\n',
  'two.env': 'PLAIN=two\nONLY_TWO=yes\n',
  'headers.env': 'OTEL_EXPORTER_OTLP_HEADERS=authorization=hunter2\n',
  'options.env': 'NODE_OPTIONS=--no-deprecation\n',
  'named.yaml': 'file_format: "1.0"\nresource:\n  attributes: [{ name: service.name, value: a }]\n',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
mkdirSync(join(folder, 'package'));
writeFileSync(join(folder, 'package/package.json'), '{ "otel-run": { "service": "of-package" } }');

/** An invocation, and what it prints and how it ends where that is not: nothing on stderr, code 0. */
interface Case {
  readonly title: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd?: string;
  readonly stdout: string | RegExp;
  readonly stderr?: string | RegExp;
  readonly code?: number;
}

const print = (...names: string[]) => ['printenv', ...names];
const SERVICE = print('OTEL_SERVICE_NAME');

const OPTIONS: Case[] = [
  { title: 'an option before the command', args: ['-s', 'a', ...SERVICE], stdout: 'a\n' },
  { title: 'an option with an equals sign', args: ['--service=a', '--', ...SERVICE], stdout: 'a\n' },
  { title: 'two dashes before the command', args: ['-s', 'a', '--', ...SERVICE], stdout: 'a\n' },
  {
    title: 'options after the command, which are its own',
    args: ['-s', 'a', 'echo', '-s', 'b', '--dry-run', '--help', '--', '-x'],
    stdout: '-s b --dry-run --help -- -x\n',
  },
  {
    title: 'two dashes after the two dashes',
    args: ['-s', 'a', '--', 'echo', '--', '-s', 'b'],
    stdout: '-- -s b\n',
  },
  { title: 'the last of an option given twice', args: ['-s', 'a', '-s', 'b', ...SERVICE], stdout: 'b\n' },
  {
    title: 'the environment label',
    args: ['-s', 'a', '--environment', 'staging', ...print('OTEL_RUN_ENVIRONMENT')],
    stdout: 'staging\n',
  },
  {
    title: '--development',
    args: ['-s', 'a', '--development', ...print('OTEL_RUN_DEVELOPMENT', 'OTEL_LOGS_EXPORTER')],
    stdout: 'true\nnone\n',
  },
  {
    title: '--no-development',
    args: ['-s', 'a', '--no-development', ...print('OTEL_RUN_DEVELOPMENT', 'OTEL_LOGS_EXPORTER')],
    env: { NODE_ENV: 'development' },
    stdout: 'false\notlp\n',
  },
  { title: '--version', args: ['--version'], stdout: /^\d+\.\d+\.\d+\n$/ },
  { title: '-h', args: ['-h'], stdout: /^Usage: otel-run \[options\] \[--\] <command> \[args...\]\n/ },
  {
    title: '--help before a command',
    args: ['--help', 'true'],
    stdout: /--env-file <path>[\s\S]*--fail-open/,
  },
];

const PRECEDENCE: Case[] = [
  {
    title: 'a flag over the environment',
    args: ['-s', 'flag', ...SERVICE],
    env: { OTEL_SERVICE_NAME: 'env' },
    stdout: 'flag\n',
    stderr: /^otel-run: warning: Two service names are set: "flag"[^\n]*"env"[^\n]*\n$/,
  },
  {
    title: 'the environment over an env file',
    args: ['-e', 'one.env', ...SERVICE],
    env: { OTEL_SERVICE_NAME: 'env' },
    stdout: 'env\n',
  },
  {
    title: 'an env file over package.json',
    args: ['-e', '../one.env', ...SERVICE],
    cwd: 'package',
    stdout: 'one\n',
  },
  { title: 'package.json where nothing else says it', args: SERVICE, cwd: 'package', stdout: 'of-package\n' },
  {
    title: 'a later env file over an earlier one',
    args: ['-e', 'one.env', '--env-file', 'two.env', ...print('PLAIN', 'SPACED', 'ONLY_TWO')],
    stdout: 'two\na b\nyes\n',
  },
  {
    title: 'the environment over every env file, for any variable',
    args: ['-e', 'one.env', '-e', 'two.env', ...print('PLAIN')],
    env: { PLAIN: 'real' },
    stdout: 'real\n',
  },
  {
    title: 'an empty variable of the environment over an env file',
    args: ['-e', 'one.env', ...print('PLAIN')],
    env: { PLAIN: '' },
    stdout: '\n',
  },
  {
    title: 'OTEL_RUN_ENV_FILE',
    args: SERVICE,
    env: { OTEL_RUN_ENV_FILE: 'two.env,one.env' },
    stdout: 'one\n',
  },
  {
    title: 'NODE_OPTIONS of an env file, behind the preload',
    args: ['-s', 'a', '-e', 'options.env', ...print('NODE_OPTIONS')],
    stdout: /^--require \S+preload\.cjs --no-deprecation\n$/,
  },
  {
    title: 'NODE_OPTIONS of the environment, behind the preload',
    args: ['-s', 'a', '-e', 'options.env', ...print('NODE_OPTIONS')],
    env: { NODE_OPTIONS: '--no-warnings' },
    stdout: /^--require \S+preload\.cjs --no-warnings\n$/,
  },
];

const MODES: Case[] = [
  {
    title: '--fail-open with one line of warning',
    args: ['--fail-open', 'sh', '-c', 'echo ran $NODE_OPTIONS; exit 3'],
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'http' },
    stdout: 'ran\n',
    stderr:
      /^otel-run: warning: the command runs without telemetry: [^\n]*service name[^\n]*OTEL_EXPORTER_OTLP_PROTOCOL[^\n]*\n$/,
    code: 3,
  },
  {
    title: 'OTEL_RUN_FAIL_OPEN=true with one line of warning',
    args: ['echo', 'ran'],
    env: { OTEL_RUN_FAIL_OPEN: 'true' },
    stdout: 'ran\n',
    stderr: /^otel-run: warning: [^\n]*\n$/,
  },
  {
    title: 'development with a broken configuration',
    args: ['-e', 'nowhere.env', '--development', 'sh', '-c', 'echo $NODE_OPTIONS; echo e >&2; exit 4'],
    env: { OTEL_EXPORTER_OTLP_PROTOCOL: 'x' },
    stdout: '\n',
    stderr: 'e\n',
    code: 4,
  },
  {
    title: 'NODE_ENV=test with warnings',
    args: ['-s', 'a', 'echo', 'ran'],
    env: { NODE_ENV: 'test', OTEL_BSP_SCHEDULE_DELAY: '5s' },
    stdout: 'ran\n',
  },
  {
    title: 'OTEL_RUN_DISABLED=true',
    args: ['sh', '-c', 'echo $NODE_OPTIONS$OTEL_TRACES_EXPORTER'],
    env: { OTEL_RUN_DISABLED: 'true', OTEL_EXPORTER_OTLP_PROTOCOL: 'x' },
    stdout: '\n',
  },
  {
    title: 'OTEL_RUN_DISABLED=true with env files',
    args: ['-e', 'one.env', ...print('PLAIN')],
    env: { OTEL_RUN_DISABLED: 'true' },
    stdout: 'one\n',
  },
  {
    title: 'warnings, a line each',
    args: ['-s', 'a', 'echo', 'ran'],
    env: { OTEL_BSP_SCHEDULE_DELAY: '5s', OTEL_TRACES_SAMPLER: 'always' },
    stdout: 'ran\n',
    stderr: /^(otel-run: warning: OTEL_\w+ is "[^\n]+\n){2}$/,
  },
  {
    title: 'a declarative configuration',
    args: print('OTEL_CONFIG_FILE'),
    env: { OTEL_CONFIG_FILE: 'named.yaml' },
    stdout: 'named.yaml\n',
  },
];

const DRY_RUN: Case[] = [
  {
    title: 'the command as it could be typed, and starts nothing',
    args: ['-s', 'a', '--dry-run', '--', 'touch', "it's", 'a b'],
    stdout:
      /^touch 'it'\\''s' 'a b'\n {2}started (in place|as a child) of otel-run, with these changes of its environment:\n/,
  },
  {
    title: 'each variable with its source',
    args: ['-s', 'a', '--dry-run', 'true'],
    stdout: /\n {2}OTEL_SERVICE_NAME=a {2}\(flag\)\n[\s\S]*OTEL_METRICS_EXPORTER=none {2}\(default\)\n/,
  },
  {
    title: 'NODE_OPTIONS',
    args: ['-s', 'a', '--dry-run', 'true'],
    env: { NODE_OPTIONS: '--no-warnings' },
    stdout: /\n {2}NODE_OPTIONS='--require \S+preload.cjs --no-warnings' {2}\(otel-run\)\n/,
  },
  {
    title: 'no secret',
    args: ['-s', 'a', '-e', 'one.env', '-e', 'headers.env', '--dry-run', 'true'],
    stdout:
      /^(?![\s\S]*hunter2)[\s\S]*API_TOKEN=<redacted> {2}\(env-file:one.env\)\n[\s\S]*_HEADERS=<redacted>/,
  },
  {
    title: 'a refusal as the run would',
    args: ['--dry-run', 'true'],
    stdout: '',
    stderr: /No service name is set/,
    code: 125,
  },
  {
    title: 'a missing command as the run would',
    args: ['-s', 'a', '--dry-run', 'nowhere'],
    stdout: '',
    stderr: 'otel-run: nowhere: command not found\n',
    code: 127,
  },
];

const TABLES = { takes: OPTIONS, prefers: PRECEDENCE, runs: MODES, 'prints in a dry run': DRY_RUN };

for (const [verb, cases] of Object.entries(TABLES)) {
  describe(`otel-run ${verb}`, { concurrent: true }, () => {
    for (const { title, args, env, cwd, stdout, stderr = '', code = 0 } of cases) {
      it(title, async () => {
        const options = { cwd: join(folder, cwd ?? ''), ...(env && { env }) };

        const ended = await run([process.execPath, OTEL_RUN, ...args], options);

        expect(ended.code).toBe(code);
        expect(ended.stdout).toEqual(stdout instanceof RegExp ? expect.stringMatching(stdout) : stdout);
        expect(ended.stderr).toEqual(stderr instanceof RegExp ? expect.stringMatching(stderr) : stderr);
      });
    }
  });
}

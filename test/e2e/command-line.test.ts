import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeInvocations, type InvocationCase } from '../helpers/invocations.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const files: Record<string, string> = {
  'one.env': 'PLAIN=one\nSPACED="a b"\nOTEL_SERVICE_NAME=one\nAPI_TOKEN=hunter2\n',
  'two.env': 'PLAIN=two\nONLY_TWO=yes\n',
  'options.env': 'NODE_OPTIONS=--no-deprecation\n',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
mkdirSync(join(folder, 'package'));
writeFileSync(join(folder, 'package/package.json'), '{ "otel-run": { "service": "of-package" } }');

/** A case in that folder, or in one that is in it. */
type Case = Omit<InvocationCase, 'cwd'> & { readonly cwd?: string };

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

describeInvocations('otel-run takes', inFolder(OPTIONS));
describeInvocations('otel-run prefers', inFolder(PRECEDENCE));

function inFolder(cases: readonly Case[]): InvocationCase[] {
  return cases.map(row => ({ ...row, cwd: join(folder, row.cwd ?? '') }));
}

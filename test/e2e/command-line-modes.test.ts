import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeInvocations, type InvocationCase } from '../helpers/invocations.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const files: Record<string, string> = {
  'one.env': 'PLAIN=one\nSPACED="a b"\nOTEL_SERVICE_NAME=one\nAPI_TOKEN=hunter2\n',
  'headers.env': 'OTEL_EXPORTER_OTLP_HEADERS=authorization=hunter2\n',
  'named.yaml': 'file_format: "1.0"\nresource:\n  attributes: [{ name: service.name, value: a }]\n',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);

/** A case in that folder, or in one that is in it. */
type Case = Omit<InvocationCase, 'cwd'> & { readonly cwd?: string };

const print = (...names: string[]) => ['printenv', ...names];

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
      /^touch 'it'\\''s' 'a b'\n {2}started (in place|as a child) of otel-run, with these changes to its environment:\n/,
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
    title: 'why a command could not be started',
    args: ['-s', 'a', '--dry-run', 'nowhere'],
    stdout: /^nowhere\n {2}could not be started \(nowhere: command not found\), with these changes/,
    stderr: '',
    code: 0,
  },
];

describeInvocations('otel-run runs', inFolder(MODES));
describeInvocations('otel-run prints in a dry run', inFolder(DRY_RUN));

function inFolder(cases: readonly Case[]): InvocationCase[] {
  return cases.map(row => ({ ...row, cwd: join(folder, row.cwd ?? '') }));
}

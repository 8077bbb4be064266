import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LAUNCHES } from '../helpers/launches.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

const folder = mkdtempSync(join(tmpdir(), 'otel-run-'));
afterAll(() => rmSync(folder, { recursive: true }));
const files: Record<string, string> = {
  'malformed.yaml': 'file_format: "1.0"\ntracer_provider: [\n',
  'wrong.yaml': 'file_format: "1.0"\ntracer_provider: 7\n',
  'unnamed.yaml': 'file_format: "1.0"\n',
  'data.txt': 'Dear reader,\n',
  'no-interpreter': '#!/no/such/interpreter\n',
  'windows-lines': '#!/bin/sh\r\n',
};
for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content);
for (const name of ['no-interpreter', 'windows-lines']) chmodSync(join(folder, name), 0o755);

/** What is refused: each of the texts is in the words on stderr, and nothing is on stdout. */
interface Refusal {
  readonly title: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly says: readonly string[];
  readonly code?: number;
}

const NAMED = ['-s', 'a'];
const OTLP = 'OTEL_EXPORTER_OTLP';

const USAGE: Refusal[] = [
  {
    title: 'no command',
    args: [],
    says: ['otel-run view -- npm run dev', 'otel-run --help shows all options.'],
  },
  { title: 'two dashes and no command', args: [...NAMED, '--'], says: ['no command was given'] },
  {
    title: 'an unknown option',
    args: ['--servise', 'a', 'true'],
    says: ["unknown option '--servise'", 'Did you mean --service?'],
  },
  { title: 'an option without its value', args: ['-s'], says: ['--service <name>', 'argument missing'] },
  {
    title: 'a value for an option that takes none',
    args: ['--dry-run=yes', 'true'],
    says: ["unknown option '--dry-run=<redacted>'"],
  },
];

const CONFIGURATION: Refusal[] = [
  {
    title: 'no service name',
    args: ['true'],
    says: ['No service name is set', 'otel-run --service', 'OTEL_SERVICE_NAME='],
  },
  { title: 'an empty service name', args: ['-s', ' ', 'true'], says: ['No service name is set'] },
  {
    title: 'an unknown protocol',
    args: [...NAMED, 'true'],
    env: { [`${OTLP}_PROTOCOL`]: 'http' },
    says: [
      `${OTLP}_PROTOCOL is "http"`,
      'grpc, http/protobuf or http/json',
      `Write ${OTLP}_PROTOCOL=http/protobuf`,
    ],
  },
  {
    title: 'an unknown exporter',
    args: [...NAMED, 'true'],
    env: { OTEL_TRACES_EXPORTER: 'otpl' },
    says: ['OTEL_TRACES_EXPORTER names "otpl"', 'Accepted: otlp', 'Write OTEL_TRACES_EXPORTER=otlp'],
  },
  {
    title: 'an endpoint without scheme',
    args: [...NAMED, 'true'],
    env: { [`${OTLP}_ENDPOINT`]: 'collector:4318' },
    says: [`${OTLP}_ENDPOINT is "collector:4318"`, `${OTLP}_ENDPOINT=http://collector:4318`],
  },
  {
    title: 'malformed headers, without their secret',
    args: [...NAMED, 'true'],
    env: { [`${OTLP}_HEADERS`]: 'Authorization: Bearer hunter2' },
    says: [`${OTLP}_HEADERS`, 'name=value'],
  },
  {
    title: 'malformed resource attributes',
    args: [...NAMED, 'true'],
    env: { OTEL_RESOURCE_ATTRIBUTES: 'team' },
    says: ['OTEL_RESOURCE_ATTRIBUTES', 'entry 1', 'key=value'],
  },
  {
    title: 'an env file that is not there',
    args: [...NAMED, '-e', 'none.env', 'true'],
    says: ['env file none.env cannot be read (there is no such file)', '--env-file'],
  },
  {
    title: 'a folder as env file',
    args: [...NAMED, '-e', '.', 'true'],
    says: ['env file . cannot be read', 'EISDIR'],
  },
  {
    title: 'a config file that is not there',
    args: ['true'],
    env: { OTEL_CONFIG_FILE: 'none.yaml' },
    says: ['OTEL_CONFIG_FILE none.yaml', 'ENOENT'],
  },
  {
    title: 'a folder as config file',
    args: ['true'],
    env: { OTEL_CONFIG_FILE: '.' },
    says: ['OTEL_CONFIG_FILE .', 'EISDIR'],
  },
  {
    title: 'a config file that is no YAML',
    args: ['true'],
    env: { OTEL_CONFIG_FILE: 'malformed.yaml' },
    says: ['OTEL_CONFIG_FILE malformed.yaml cannot be used'],
  },
  {
    title: 'a config file that the schema refuses',
    args: ['true'],
    env: { OTEL_CONFIG_FILE: 'wrong.yaml' },
    says: ['wrong.yaml', '/tracer_provider must be object'],
  },
  {
    title: 'a config file without service name',
    args: [...NAMED, 'true'],
    env: { OTEL_CONFIG_FILE: 'unnamed.yaml' },
    says: ['unnamed.yaml does not set service.name', 'resource.attributes'],
  },
  {
    title: 'all findings at once',
    args: ['-e', 'none.env', 'true'],
    env: { [`${OTLP}_PROTOCOL`]: 'udp', OTEL_LOGS_EXPORTER: 'kafka', OTEL_RESOURCE_ATTRIBUTES: '=' },
    says: [
      'none.env',
      'No service name',
      '_PROTOCOL is "udp"',
      'OTEL_LOGS_EXPORTER names "kafka"',
      'OTEL_RESOURCE_ATTRIBUTES',
    ],
  },
];

const COMMANDS: Refusal[] = [
  {
    title: 'a command that is not found',
    args: [...NAMED, 'nowhere'],
    says: ['nowhere: command not found'],
    code: 127,
  },
  {
    title: 'a folder',
    args: [...NAMED, '/usr'],
    says: ['/usr cannot be executed: it is a folder'],
    code: 126,
  },
  {
    title: 'a file that is not executable',
    args: [...NAMED, './data.txt'],
    says: ['./data.txt cannot be executed: permission denied'],
    code: 126,
  },
  {
    title: 'a missing interpreter',
    args: [...NAMED, './no-interpreter'],
    says: ['./no-interpreter cannot be executed', 'interpreter'],
    code: 126,
  },
  {
    title: 'an interpreter with a carriage return',
    args: [...NAMED, './windows-lines'],
    says: ['./windows-lines cannot be executed', 'interpreter'],
    code: 126,
  },
  {
    title: 'a variable of more than 128 KiB',
    args: [...NAMED, '-e', 'long.env', 'true'],
    says: ['true cannot be executed', 'longer than the system accepts'],
    code: 126,
  },
];
writeFileSync(join(folder, 'long.env'), `LONG=${'x'.repeat(140_000)}\n`);

for (const launch of LAUNCHES) {
  describe(`otel-run refuses, ${launch.title}:`, { concurrent: true }, () => {
    for (const { title, args, env, says, code = 125 } of [...USAGE, ...CONFIGURATION, ...COMMANDS]) {
      it(title, async () => {
        const options = { ...launch.options, cwd: folder, ...(env && { env }) };

        const ended = await run([launch.node, OTEL_RUN, ...args], options);

        expect(ended).toMatchObject({ code, signal: null, stdout: '' });
        for (const text of says) expect(ended.stderr).toContain(text);
        expect(ended.stderr).toMatch(/^otel-run(?:: | runs )/);
        expect(ended.stderr).not.toMatch(/^ +at |hunter2/m);
      });
    }
  });
}

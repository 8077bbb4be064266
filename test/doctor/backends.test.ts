import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { reportOfDoctor, useEmptyFolder } from './run-doctor.ts';

useEmptyFolder();

const PAGE = readFileSync(new URL('../../docs/backends.md', import.meta.url), 'utf8');

/** What a section of the page sets, with what comes of it. */
interface Expected {
  readonly traces: { readonly endpoint: string; readonly protocol: string };
  readonly logs?: { readonly exporter: string };
  readonly metrics?: { readonly exporter: string };
  /** Names of headers, by variable. */
  readonly headers?: Readonly<Record<string, readonly string[]>>;
}

const GENERAL = 'OTEL_EXPORTER_OTLP_HEADERS';

const BACKENDS: Readonly<Record<string, Expected>> = {
  'Any collector': { traces: { endpoint: 'http://collector:4317', protocol: 'grpc' } },
  'Grafana Cloud': {
    traces: {
      endpoint: 'https://otlp-gateway-prod-eu-west-2.grafana.net/otlp/v1/traces',
      protocol: 'http/protobuf',
    },
    headers: { [GENERAL]: ['Authorization'] },
  },
  Honeycomb: {
    traces: { endpoint: 'https://api.honeycomb.io/v1/traces', protocol: 'http/protobuf' },
    metrics: { exporter: 'otlp' },
    headers: {
      [GENERAL]: ['x-honeycomb-team'],
      OTEL_EXPORTER_OTLP_METRICS_HEADERS: ['x-honeycomb-team', 'x-honeycomb-dataset'],
    },
  },
  Datadog: { traces: { endpoint: 'http://localhost:4318/v1/traces', protocol: 'http/protobuf' } },
  Jaeger: {
    traces: { endpoint: 'http://jaeger:4318/v1/traces', protocol: 'http/protobuf' },
    logs: { exporter: 'none' },
  },
};

describe('docs/backends.md', () => {
  it('has a row here for each backend', () => {
    expect([...PAGE.matchAll(/^## (.*)$/gm)].map(([, title]) => title)).toEqual(Object.keys(BACKENDS));
  });

  it.each(Object.entries(BACKENDS))(
    'sets what doctor finds nothing wrong with: %s',
    async (title, expected) => {
      const variables = variablesOf(title);
      const { findings, effective } = await reportOfDoctor([], { OTEL_SERVICE_NAME: 'orders', ...variables });

      expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
      const { headers = {}, ...signals } = expected;
      expect(effective).toMatchObject(signals);
      const set = Object.keys(variables).filter(name => name.endsWith('HEADERS'));
      expect(Object.fromEntries(set.map(name => [name, namesIn(variables[name] ?? '')]))).toEqual(headers);
    },
  );
});

/** The variables of OpenTelemetry that a shell has after the blocks of a section. */
function variablesOf(title: string): Record<string, string> {
  const [section = ''] = PAGE.split(/^## /m).filter(part => part.startsWith(title));
  const commands = [...section.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, text = '']) => text);
  const { stdout } = spawnSync('bash', ['-euc', `${commands.join('\n')}\nenv -0`], {
    encoding: 'utf8',
    env: { PATH: process.env.PATH },
  });
  const entries = stdout.split('\0').map(line => /^(OTEL_\w+)=([\s\S]*)$/.exec(line));
  return Object.fromEntries(entries.flatMap(entry => (entry ? [[entry[1] ?? '', entry[2] ?? '']] : [])));
}

function namesIn(headers: string): string[] {
  return headers.split(',').map(header => header.split('=', 1).join(''));
}

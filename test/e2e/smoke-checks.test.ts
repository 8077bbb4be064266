import { describe, expect, it } from 'vitest';
import { CHECKS } from '../../src/checks/checks.ts';
import { OTEL_RUN } from '../helpers/package-under-test.ts';
import { run } from '../helpers/processes.ts';

interface Seeded {
  /** What smoke is told beside the service's name. */
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** What the evidence of the failed check says. */
  readonly evidence: RegExp;
}

const REQUEST = ['--request', 'GET /orders'];

/** One application for each check, `test/fixtures/apps/seeded-<check>.cjs`: with the defect, and repaired. */
const SEEDED: Readonly<Record<string, Seeded>> = {
  'command-exit': { evidence: /exited with code 3/ },
  'requests-answered': { flags: REQUEST, evidence: /GET \S+\/orders: socket hang up/ },
  'telemetry-received': { evidence: /process \d+ \(.*\): initialized, but recorded nothing/ },
  'init-exactly-once': { evidence: /1 item came from an SDK that otel-run did not start/ },
  'init-where-work-runs': { flags: REQUEST, evidence: /it serves, but the preload did not run/ },
  'service-name': { evidence: /service\.name is unknown_service:node/ },
  'logs-structured': { evidence: /order was paid.*the body is JSON text/ },
  'logs-correlated': {
    flags: REQUEST,
    evidence: /"order was priced".*written during "GET" \(trace \w{32}\)/,
  },
  'log-messages-stable': { evidence: /a UUID is part of the message \(9f1c2d3e-/ },
  'no-duplicate-spans': { flags: REQUEST, evidence: /"handle order".*it is nested in "GET"/ },
  'span-names-low-cardinality': { evidence: /"price order 4711".*its name has a number \(4711\)/ },
  'background-work-named': { evidence: /client span "GET".*a client span is the root of its trace/ },
  'n-plus-one': {
    flags: REQUEST,
    evidence: /5 calls of GET \/price\/:id, one after the other, in GET: [\d.]+ of [\d.]+ ms/,
  },
  'metrics-off': { evidence: /metric queue\.depth.*1 series/ },
  'metrics-low-cardinality': {
    env: { OTEL_METRICS_EXPORTER: 'otlp' },
    evidence: /attribute user\.id has a value for each item/,
  },
  'no-secrets': { evidence: /attribute sent has a card number/ },
  'delivered-at-exit': { evidence: /1 span still open: price orders/ },
  expectations: {
    flags: ['--expect', 'seeded-expectations.yaml'],
    evidence: /seeded-expectations\.yaml:2:5.*children\[0\] is 0 of its children \(none\)/,
  },
  budget: {
    flags: [...REQUEST, '--budget', 'traces=2kB/request'],
    evidence: /traces: [56]\.\d+ kB a request.*app\.cart is \d\d % of your traces' bytes/s,
  },
  snapshot: {
    flags: ['--snapshot', 'seeded-snapshot.yaml'],
    evidence: /seeded-snapshot\.yaml - orders · spans · price orders \(internal\) · order\.count: number/,
  },
};

async function smoke(app: string, { flags = [], env = {} }: Seeded) {
  const options = ['--json', '--timeout', '15', '--service', 'orders', ...flags];
  const argv = [process.execPath, OTEL_RUN, 'smoke', ...options, '--', process.execPath, ...app.split(' ')];
  // A busy machine may take longer to deliver than an exit waits by default.
  const patience = { OTEL_RUN_FLUSH_TIMEOUT: '10000' };
  const { code, stdout, stderr } = await run(argv, { env: { ...patience, ...env } });
  return { code, stderr, report: JSON.parse(stdout) };
}

interface Result {
  readonly id: string;
  readonly status: string;
  readonly severity: string;
  readonly evidence: readonly { readonly text: string; readonly source?: string }[];
}

const failed = (checks: readonly Result[]) =>
  checks.filter(({ status }) => status === 'fail').map(({ id }) => id);

describe.concurrent('otel-run smoke', () => {
  it('has a seeded defect for every check', () => {
    expect(Object.keys(SEEDED)).toEqual(CHECKS.map(({ id }) => id));
  });

  for (const [id, seeded] of Object.entries(SEEDED)) {
    it(`fails ${id} alone for the application that is made to, and says why`, async () => {
      const { code, report } = await smoke(`seeded-${id}.cjs defect`, seeded);

      expect(failed(report.checks)).toEqual([id]);
      const check: Result = report.checks.find((result: Result) => result.id === id);
      expect(check.evidence.map(({ source = '', text }) => `${source} ${text}`).join('\n')).toMatch(
        seeded.evidence,
      );
      const fails = check.severity === 'error';
      expect({ code, ok: report.ok }).toEqual({ code: fails ? 1 : 0, ok: !fails });
    });

    it(`passes ${id} and every other check for the repaired application`, async () => {
      const { code, report } = await smoke(`seeded-${id}.cjs repaired`, seeded);

      expect(failed(report.checks)).toEqual([]);
      expect(report.checks.find((result: Result) => result.id === id).status).toBe('pass');
      expect({ code, ok: report.ok }).toEqual({ code: 0, ok: true });
    });
  }
});

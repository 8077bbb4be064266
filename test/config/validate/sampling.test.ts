import { describe, expect, it } from 'vitest';
import { findingWords } from '../../../src/config/finding.ts';
import { describeFindings, findingsOf, HEALTHY } from '../describe-findings.ts';

const wordsOn = (env: Readonly<Record<string, string>>) =>
  findingsOf({ env: { ...HEALTHY, ...env } }).map(findingWords);

describeFindings('sampling', [
  {
    title: 'has rules',
    env: { OTEL_RUN_SAMPLING: 'error=1, *=0.05' },
    found: ['sampling-rules OTEL_RUN_SAMPLING'],
  },
  {
    title: 'has two rules that cannot be read',
    env: { OTEL_RUN_SAMPLING: 'error=1, slow=1, *=5%' },
    found: ['sampling-invalid OTEL_RUN_SAMPLING', 'sampling-invalid OTEL_RUN_SAMPLING'],
  },
  {
    title: 'has a rule that never decides',
    env: { OTEL_RUN_SAMPLING: '*=0.1, error=1' },
    found: ['sampling-unreachable OTEL_RUN_SAMPLING', 'sampling-rules OTEL_RUN_SAMPLING'],
  },
  {
    title: 'is set where no traces are exported',
    env: { OTEL_RUN_SAMPLING: 'error=1', OTEL_TRACES_EXPORTER: 'none' },
    found: ['sampling-without-traces OTEL_RUN_SAMPLING'],
  },
  {
    title: 'is set where the head keeps nothing',
    env: { OTEL_RUN_SAMPLING: 'error=1', OTEL_TRACES_SAMPLER: 'always_off' },
    found: ['sampling-without-traces OTEL_RUN_SAMPLING'],
  },
  { title: 'is switched off', env: { OTEL_RUN_SAMPLING: 'slow=1', OTEL_RUN_DISABLED: 'true' } },
  {
    title: 'has no such way with log records',
    env: { OTEL_RUN_SAMPLING_LOGS: 'none' },
    found: ['value-unknown OTEL_RUN_SAMPLING_LOGS'],
  },
  {
    title: 'has no room',
    env: { OTEL_RUN_SAMPLING_MAX_SPANS: '0' },
    found: ['number-invalid OTEL_RUN_SAMPLING_MAX_SPANS'],
  },
  {
    title: 'has a limit that is not a rate',
    env: { OTEL_RUN_LOG_LIMIT: '100' },
    found: ['log-limit-invalid OTEL_RUN_LOG_LIMIT'],
  },
  { title: 'has a limit', env: { OTEL_RUN_LOG_LIMIT: '100/s' } },
]);

describe('the words', () => {
  it('tell the place of what cannot be read', () => {
    const [words] = wordsOn({ OTEL_RUN_SAMPLING: 'error=1, slow:500=1' });
    expect(words?.message).toBe(
      'OTEL_RUN_SAMPLING cannot be read at character 10, "slow:500=1": slow needs a time with a unit, as in slow:500ms.',
    );
  });

  it('tell what is kept', () => {
    const [words] = wordsOn({ OTEL_RUN_SAMPLING: 'error=1, slow:500ms=1, GET /healthz=0, *=0.05' });
    expect(words?.message).toBe(
      'OTEL_RUN_SAMPLING keeps every trace with an error, every one slower than 500 ms, none of GET /healthz, 5 % of the rest, chosen consistently in every service.',
    );
  });
});

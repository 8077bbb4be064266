import { describe, expect, it } from 'vitest';
import { findingWords } from '../../../src/config/finding.ts';
import { describeFindings, findingsOf, HEALTHY } from '../describe-findings.ts';

const wordsOn = (env: Readonly<Record<string, string>>) =>
  findingsOf({ env: { ...HEALTHY, ...env } }).map(findingWords);

describeFindings('sampling', [
  ['has rules', { OTEL_RUN_SAMPLING: 'error=1, *=0.05' }, 'sampling-rules OTEL_RUN_SAMPLING'],
  [
    'has two rules that cannot be read',
    { OTEL_RUN_SAMPLING: 'error=1, slow=1, *=5%' },
    'sampling-invalid OTEL_RUN_SAMPLING',
    'sampling-invalid OTEL_RUN_SAMPLING',
  ],
  [
    'has a rule that never decides',
    { OTEL_RUN_SAMPLING: '*=0.1, error=1' },
    'sampling-unreachable OTEL_RUN_SAMPLING',
    'sampling-rules OTEL_RUN_SAMPLING',
  ],
  [
    'is set where no traces are exported',
    { OTEL_RUN_SAMPLING: 'error=1', OTEL_TRACES_EXPORTER: 'none' },
    'sampling-without-traces OTEL_RUN_SAMPLING',
  ],
  [
    'is set where the head keeps nothing',
    { OTEL_RUN_SAMPLING: 'error=1', OTEL_TRACES_SAMPLER: 'always_off' },
    'sampling-without-traces OTEL_RUN_SAMPLING',
  ],
  ['is switched off', { OTEL_RUN_SAMPLING: 'slow=1', OTEL_RUN_DISABLED: 'true' }],
  [
    'has no such way with log records',
    { OTEL_RUN_SAMPLING_LOGS: 'none' },
    'value-unknown OTEL_RUN_SAMPLING_LOGS',
  ],
  ['has no room', { OTEL_RUN_SAMPLING_MAX_SPANS: '0' }, 'number-invalid OTEL_RUN_SAMPLING_MAX_SPANS'],
  ['has a limit that is no rate', { OTEL_RUN_LOG_LIMIT: '100' }, 'log-limit-invalid OTEL_RUN_LOG_LIMIT'],
  ['has a limit', { OTEL_RUN_LOG_LIMIT: '100/s' }],
]);

describe('the words', () => {
  it('tell the place of what cannot be read', () => {
    const [words] = wordsOn({ OTEL_RUN_SAMPLING: 'error=1, slow:500=1' });
    expect(words?.message).toBe(
      'OTEL_RUN_SAMPLING cannot be read at character 10, "slow:500=1": slow needs a time with its unit, as in slow:500ms.',
    );
  });

  it('tell what is kept', () => {
    const [words] = wordsOn({ OTEL_RUN_SAMPLING: 'error=1, slow:500ms=1, GET /healthz=0, *=0.05' });
    expect(words?.message).toBe(
      'OTEL_RUN_SAMPLING keeps every trace with an error, every one slower than 500 ms, none of GET /healthz, 5 % of the rest, chosen alike in every service.',
    );
  });
});

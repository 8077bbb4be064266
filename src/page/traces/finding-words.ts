import type { ViewFindingCode } from '../../view/model/findings.ts';

/** The short name of a finding in a list. */
export const FINDING_WORDS: Readonly<Record<ViewFindingCode, string>> = {
  error: 'error',
  'n-plus-one': 'N+1',
  slow: 'slow',
  'route-missing': 'no route',
  'no-duplicate-spans': 'duplicate span',
  'span-names-low-cardinality': 'number in a name',
  'background-work-named': 'work without a name',
  'logs-correlated': 'log without context',
  'logs-structured': 'log not structured',
  'log-messages-stable': 'unstable log message',
  'no-secrets': 'secret',
  'genai-calls': 'AI',
};

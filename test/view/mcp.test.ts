import { describe, expect, it } from 'vitest';
import { argumentProblem } from '../../src/view/mcp/argument-problem.ts';
import { TOOLS } from '../../src/view/mcp/tools.ts';

const CALLS = [
  { tool: 'list_services', given: {} },
  { tool: 'list_services', given: { limit: 3 }, says: 'list_services has no limit; it takes no arguments' },
  { tool: 'search_traces', given: { error: true, limit: 5, minDurationMs: 0.5, service: 'shop' } },
  { tool: 'search_traces', given: { error: 'true', limit: '5', minDurationMs: '100', text: 404 } },
  { tool: 'search_traces', given: { service: null } },
  {
    tool: 'search_traces',
    given: { servce: 'x' },
    says: /^search_traces has no servce; it takes service, name,/,
  },
  { tool: 'search_traces', given: { service: { a: 1 } }, says: 'service is {"a":1}; write a string' },
  { tool: 'search_traces', given: { error: 'perhaps' }, says: 'error is "perhaps"; write true or false' },
  { tool: 'search_traces', given: { limit: 'x' }, says: 'limit is "x"; write a whole number of at least 1' },
  { tool: 'search_traces', given: { limit: '' }, says: 'limit is ""; write a whole number of at least 1' },
  { tool: 'list_findings', given: { limit: -5 }, says: 'limit is -5; write a whole number of at least 1' },
  { tool: 'list_findings', given: { limit: 1.5 }, says: 'limit is 1.5; write a whole number of at least 1' },
  {
    tool: 'search_traces',
    given: { minDurationMs: -1 },
    says: 'minDurationMs is -1; write a number of at least 0',
  },
  { tool: 'search_logs', given: { severity: 'WARN' } },
  {
    tool: 'search_logs',
    given: { severity: 'loud' },
    says: 'severity is "loud"; write trace, debug, info, warn, error, fatal',
  },
  { tool: 'get_trace', given: {}, says: 'get_trace needs traceId' },
  { tool: 'get_trace', given: { traceId: ['a'] }, says: 'traceId is ["a"]; write a string' },
];

describe('the arguments of a tool', () => {
  for (const { tool, given, says } of CALLS) {
    it(`${says === undefined ? 'may be' : 'may not be'} ${JSON.stringify(given)} for ${tool}`, () => {
      const described = TOOLS.find(({ name }) => name === tool);
      if (!described) throw new Error(`no ${tool}`);
      const problem = argumentProblem(described, given);
      if (says instanceof RegExp) expect(problem).toMatch(says);
      else expect(problem).toBe(says);
    });
  }
});

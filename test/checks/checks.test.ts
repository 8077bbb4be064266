import { describe, expect, it } from 'vitest';
import { CHECKS, holds, runChecks } from '../../src/checks/checks.ts';
import { DEFECTS } from './defects.ts';
import { facts, failing, log } from './example-facts.ts';
import { inRequest, listening, request } from './example-parts.ts';
import { HARMLESS } from './harmless.ts';

describe('checks', () => {
  it('all hold where all is well', () => {
    expect(failing({})).toEqual({});
  });

  it.each(DEFECTS)('$fails fails alone for $what', ({ is, fails, says }) => {
    const failed = failing(is);
    expect(Object.keys(failed)).toEqual([fails]);
    expect(failed[fails]?.join('\n')).toMatch(says);
  });
});

describe('checks, not too eager', () => {
  it.each(HARMLESS)('pass for $what', ({ is }) => {
    expect(failing(is)).toEqual({});
  });
});

describe('runChecks', () => {
  const wrong = facts({ command: { code: 1 }, logs: [log({ ...inRequest, body: 'paid 7' })] });

  it('fails the run for an error, not for a warning', () => {
    expect(holds(runChecks(wrong, { only: [], allow: [] }))).toBe(false);
    expect(holds(runChecks(wrong, { only: ['log-messages-stable'], allow: [] }))).toBe(true);
  });

  it('skips an allowed check and keeps its evidence', () => {
    const results = runChecks(wrong, { only: [], allow: ['command-exit'] });
    expect(results.find(({ id }) => id === 'command-exit')).toMatchObject({
      status: 'skip',
      message: expect.stringMatching(/^Allowed by --allow: /),
      evidence: [{ kind: 'command' }],
    });
    expect(holds(results)).toBe(true);
  });

  it('warns of an answer that is an error of the client', () => {
    const results = runChecks(facts({ requests: [{ ...request, status: 404 }] }), { only: [], allow: [] });
    expect(results.find(({ id }) => id === 'requests-answered')).toMatchObject({
      ...{ status: 'fail', severity: 'warning' },
      evidence: [
        {
          text: 'GET http://127.0.0.1:3000/orders/7 was answered with 404; if that is right, write "GET /orders/7 => 404"',
        },
      ],
    });
    expect(holds(results)).toBe(true);
  });

  it('says who was asked for a path, and who was not', () => {
    const helper = { pid: 9, argv: ['node', '/app/helper.js'], ports: [4000] };
    const target = { port: 3000, process: listening, others: [helper] };
    const results = runChecks(facts({ requests: [request], target }), { only: [], allow: [] });
    expect(results.find(({ id }) => id === 'requests-answered')).toMatchObject({
      status: 'pass',
      evidence: [
        {
          pid: 7,
          text: 'paths went to process 7 (node server.js) on port 3000; without requests: process 9 (node helper.js) on port 4000',
        },
      ],
    });
  });

  it('has each id once', () => {
    const ids = CHECKS.map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)]);
  });
});

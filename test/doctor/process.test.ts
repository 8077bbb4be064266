import { describe, expect, it } from 'vitest';
import { agentFindings } from '../../src/doctor/agents.ts';
import { nodeSupport } from '../../src/doctor/process-facts.ts';
import {
  nodeOptionsFindings,
  processFindings,
  sharedOptionsFindings,
} from '../../src/doctor/process-findings.ts';

const FACTS = {
  node: { version: 'v24.1.0', supported: true },
  launch: 'exec',
  pid1: false,
  memoryLimit: null,
  readOnlyFileSystem: false,
} as const;

it.each([
  ['18.20.8', 'refused'],
  ['20.18.3', 'refused'],
  ['20.19.0', 'supported'],
  ['21.7.3', 'untested'],
  ['22.14.0', 'untested'],
  ['22.15.0', 'supported'],
  ['23.11.0', 'untested'],
  ['24.0.0', 'supported'],
  ['26.10.0', 'supported'],
])('Node.js %s is %s', (version, expected) => {
  expect(nodeSupport(version)).toBe(expected);
});

describe('the process', () => {
  const codesOf = (facts: Partial<Parameters<typeof processFindings>[0]>) =>
    processFindings({ ...FACTS, ...facts }).map(({ code }) => code);

  it.each([
    [{}, []],
    [{ node: { version: 'v18.20.8', supported: false } }, ['node-unsupported']],
    [{ node: { version: 'v23.0.0', supported: false } }, ['node-unsupported']],
    [{ pid1: true }, ['pid1-no-init']],
    [{ memoryLimit: 100 * 1024 * 1024 }, ['memory-limit-low']],
    [{ memoryLimit: 512 * 1024 * 1024 }, []],
    [{ readOnlyFileSystem: true }, []],
  ])('%j has %j', (facts, expected) => {
    expect(codesOf(facts)).toEqual(expected);
  });
});

describe('NODE_OPTIONS', () => {
  const isAllowed = (option: string) => !['--eval', '--test-only-x'].includes(option);
  const findingsOf = (value: string | undefined) =>
    nodeOptionsFindings({ value, isAllowed, preload: '/app/node_modules/otel-run/dist/preload.cjs' });

  it.each<[string | undefined, string[]]>([
    [undefined, []],
    ['', []],
    ['--max-old-space-size=4096 --enable-source-maps', []],
    ['--title="a b" --require ./x.js', []],
    ['"--require x"', ['node-options-invalid']],
    ["'--require x'", ['node-options-invalid']],
    ['--enable-source-maps --eval', ['node-options-invalid']],
    ['--permission', ['node-options-restrictive', 'node-options-restrictive']],
    ['--permission --allow-fs-read=* --allow-worker', []],
    ['--experimental-permission --allow-fs-read=/app/ --allow-worker', []],
    ['--permission --allow-fs-read=/other --allow-worker', ['node-options-restrictive']],
    ['--permission --allow-fs-read=*', ['node-options-restrictive']],
    ['--frozen-intrinsics', ['node-options-restrictive']],
  ])('%j has %j', (value, expected) => {
    expect(findingsOf(value).map(({ code }) => code)).toEqual(expected);
  });

  it.each([
    { value: undefined, options: [] },
    { value: '--title=--inspect --enable-source-maps', options: [] },
    {
      value: '--require "/my app/.pnp.cjs" --require=/x/dist/preload.cjs --loader file:///my/.pnp.loader.mjs',
      options: [],
    },
    { value: '--require ./x.js -r "./my y.js" --import=./z.mjs', options: ['--require, -r, --import'] },
    { value: '--inspect=0', options: ['--inspect'] },
    { value: '--inspect-brk --cpu-prof --cpu-prof-dir=/tmp', options: ['--inspect-brk, --cpu-prof'] },
  ])('$value says of otel-run itself $options', ({ value, options }) => {
    expect(sharedOptionsFindings(value).map(({ data }) => data.options)).toEqual(options);
  });

  it('is never repeated with the values of its options', () => {
    const value = '"--title=hunter2 --require /hunter2/x.js"';
    expect(JSON.stringify(findingsOf(value))).not.toContain('hunter2');
  });
});

describe('another agent', () => {
  const NONE = { dependencies: [], nodeOptions: undefined, preloads: [] };
  const found = (facts: Partial<Parameters<typeof agentFindings>[0]>) =>
    agentFindings({ ...NONE, ...facts }).map(({ code, subject, data }) =>
      [code, subject, data.place].filter(Boolean).join(' '),
    );

  it.each<[Partial<Parameters<typeof agentFindings>[0]>, string[]]>([
    [{}, []],
    [{ dependencies: ['express', '@opentelemetry/api'] }, []],
    [{ dependencies: ['dd-trace'] }, ['double-instrumentation dd-trace package.json']],
    [{ dependencies: ['@sentry/node'] }, ['double-instrumentation @sentry/node package.json']],
    [{ dependencies: ['@opentelemetry/sdk-node'] }, ['own-sdk @opentelemetry/sdk-node']],
    [
      { dependencies: ['@opentelemetry/auto-instrumentations-node'] },
      ['own-sdk @opentelemetry/auto-instrumentations-node'],
    ],
    [
      { dependencies: ['@vercel/otel', '@opentelemetry/sdk-trace-node'] },
      ['own-sdk @opentelemetry/sdk-trace-node'],
    ],
    [
      { nodeOptions: '--experimental-loader=@opentelemetry/instrumentation/hook.mjs' },
      ['double-instrumentation @opentelemetry/instrumentation NODE_OPTIONS'],
    ],
    [{ preloads: ['@splunk/otel/instrument'] }, ['double-instrumentation @splunk/otel the command']],
    [
      { dependencies: ['newrelic'], nodeOptions: '-r newrelic' },
      ['double-instrumentation newrelic NODE_OPTIONS'],
    ],
    [
      { nodeOptions: '--import "/opt/x/node_modules/@elastic/opentelemetry-node/import.mjs"' },
      ['double-instrumentation @elastic/opentelemetry-node NODE_OPTIONS'],
    ],
    [{ nodeOptions: '--require ./newrelic-free.js --title=dd-trace' }, []],
  ])('%j: %j', (facts, expected) => {
    expect(found(facts)).toEqual(expected);
  });
});

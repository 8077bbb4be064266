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
  { version: '18.20.8', support: 'refused' },
  { version: '20.18.3', support: 'refused' },
  { version: '20.19.0', support: 'supported' },
  { version: '21.7.3', support: 'untested' },
  { version: '22.14.0', support: 'untested' },
  { version: '22.15.0', support: 'supported' },
  { version: '23.11.0', support: 'untested' },
  { version: '24.0.0', support: 'supported' },
  { version: '26.10.0', support: 'supported' },
])('Node.js $version is $support', ({ version, support }) => {
  expect(nodeSupport(version)).toBe(support);
});

describe('the process', () => {
  const codesOf = (facts: Partial<Parameters<typeof processFindings>[0]>) =>
    processFindings({ ...FACTS, ...facts }).map(({ code }) => code);

  it.each([
    { facts: {}, codes: [] },
    { facts: { node: { version: 'v18.20.8', supported: false } }, codes: ['node-unsupported'] },
    { facts: { node: { version: 'v23.0.0', supported: false } }, codes: ['node-unsupported'] },
    { facts: { pid1: true }, codes: ['pid1-no-init'] },
    { facts: { memoryLimit: 100 * 1024 * 1024 }, codes: ['memory-limit-low'] },
    { facts: { memoryLimit: 512 * 1024 * 1024 }, codes: [] },
    { facts: { readOnlyFileSystem: true }, codes: [] },
  ])('$facts has $codes', ({ facts, codes }) => {
    expect(codesOf(facts)).toEqual(codes);
  });
});

describe('NODE_OPTIONS', () => {
  const isAllowed = (option: string) => !['--eval', '--test-only-x'].includes(option);
  const findingsOf = (value: string | undefined) =>
    nodeOptionsFindings({ value, isAllowed, preload: '/app/node_modules/otel-run/dist/preload.cjs' });

  it.each<{ text: string | undefined; codes: string[] }>([
    { text: undefined, codes: [] },
    { text: '', codes: [] },
    { text: '--max-old-space-size=4096 --enable-source-maps', codes: [] },
    { text: '--title="a b" --require ./x.js', codes: [] },
    { text: '"--require x"', codes: ['node-options-invalid'] },
    { text: "'--require x'", codes: ['node-options-invalid'] },
    { text: '--enable-source-maps --eval', codes: ['node-options-invalid'] },
    { text: '--permission', codes: ['node-options-restrictive', 'node-options-restrictive'] },
    { text: '--permission --allow-fs-read=* --allow-worker', codes: [] },
    { text: '--experimental-permission --allow-fs-read=/app/ --allow-worker', codes: [] },
    { text: '--permission --allow-fs-read=/other --allow-worker', codes: ['node-options-restrictive'] },
    { text: '--permission --allow-fs-read=*', codes: ['node-options-restrictive'] },
    { text: '--frozen-intrinsics', codes: ['node-options-restrictive'] },
  ])('$text has $codes', ({ text, codes }) => {
    expect(findingsOf(text).map(({ code }) => code)).toEqual(codes);
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

  it.each<{ facts: Partial<Parameters<typeof agentFindings>[0]>; findings: string[] }>([
    { facts: {}, findings: [] },
    { facts: { dependencies: ['express', '@opentelemetry/api'] }, findings: [] },
    { facts: { dependencies: ['dd-trace'] }, findings: ['double-instrumentation dd-trace package.json'] },
    {
      facts: { dependencies: ['@sentry/node'] },
      findings: ['double-instrumentation @sentry/node package.json'],
    },
    { facts: { dependencies: ['@opentelemetry/sdk-node'] }, findings: ['own-sdk @opentelemetry/sdk-node'] },
    {
      facts: { dependencies: ['@opentelemetry/auto-instrumentations-node'] },
      findings: ['own-sdk @opentelemetry/auto-instrumentations-node'],
    },
    {
      facts: { dependencies: ['@vercel/otel', '@opentelemetry/sdk-trace-node'] },
      findings: ['own-sdk @opentelemetry/sdk-trace-node'],
    },
    {
      facts: { nodeOptions: '--experimental-loader=@opentelemetry/instrumentation/hook.mjs' },
      findings: ['double-instrumentation @opentelemetry/instrumentation NODE_OPTIONS'],
    },
    {
      facts: { preloads: ['@splunk/otel/instrument'] },
      findings: ['double-instrumentation @splunk/otel the command'],
    },
    {
      facts: { dependencies: ['newrelic'], nodeOptions: '-r newrelic' },
      findings: ['double-instrumentation newrelic NODE_OPTIONS'],
    },
    {
      facts: { nodeOptions: '--import "/opt/x/node_modules/@elastic/opentelemetry-node/import.mjs"' },
      findings: ['double-instrumentation @elastic/opentelemetry-node NODE_OPTIONS'],
    },
    { facts: { nodeOptions: '--require ./newrelic-free.js --title=dd-trace' }, findings: [] },
  ])('of $facts is $findings', ({ facts, findings }) => {
    expect(found(facts)).toEqual(findings);
  });
});

import { describe, expect, it } from 'vitest';
import { starterOf } from '../../../../src/preload/sdk/own-sdk/own-sdk-notice.ts';

const OURS = '/app/node_modules/otel-run/dist/preload';

const SDK = '    at NodeSDK.start (/app/node_modules/@opentelemetry/sdk-node/dist/sdk.cjs:10:5)';

const CASES = [
  {
    what: 'the application',
    frames: ['    at Object.<anonymous> (/app/server.js:3:5)'],
    starter: '/app/server.js',
  },
  { what: 'an ES module', frames: ['    at file:///app/server.mjs:3:5'], starter: 'file:///app/server.mjs' },
  {
    what: 'an async function',
    frames: ['    at async start (/app/telemetry.js:3:5)'],
    starter: '/app/telemetry.js',
  },
  {
    what: 'a folder with spaces',
    frames: ['    at main (/my app/server.js:3:5)'],
    starter: '/my app/server.js',
  },
  { what: 'Windows', frames: ['    at main (C:\\app\\server.js:3:5)'], starter: 'C:\\app\\server.js' },
  {
    what: 'a package beside the SDK',
    frames: [
      '    at start (/app/node_modules/vendor-agent/index.js:3:5)',
      '    at main (/app/server.js:3:5)',
    ],
    starter: '/app/node_modules/vendor-agent/index.js',
  },
  {
    what: 'the official preload',
    frames: [
      '    at Object.<anonymous> (/app/node_modules/@opentelemetry/auto/register.js:3:5)',
      '    at node:internal/x:1:1',
    ],
    starter: '/app/node_modules/@opentelemetry/auto/register.js',
  },
] as const;

describe('the file that starts an SDK', () => {
  it.each(CASES)('is found for $what', ({ frames, starter }) => {
    const stack = ['Error', `    at notice (${OURS}/main.cjs:1:1)`, SDK, ...frames].join('\n');

    expect(starterOf(stack, OURS)).toBe(starter);
  });

  it('is not guessed where the stack trace says nothing', () => {
    expect(starterOf('Error', OURS)).toBeUndefined();
  });
});

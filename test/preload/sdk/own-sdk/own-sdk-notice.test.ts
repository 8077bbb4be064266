import { describe, expect, it } from 'vitest';
import { starterOf } from '../../../../src/preload/sdk/own-sdk/own-sdk-notice.ts';

const OURS = '/app/node_modules/otel-run/dist/preload';

const SDK = '    at NodeSDK.start (/app/node_modules/@opentelemetry/sdk-node/dist/sdk.cjs:10:5)';

const CASES = [
  ['the application', ['    at Object.<anonymous> (/app/server.js:3:5)'], '/app/server.js'],
  ['an ES module', ['    at file:///app/server.mjs:3:5'], 'file:///app/server.mjs'],
  ['an async function', ['    at async start (/app/telemetry.js:3:5)'], '/app/telemetry.js'],
  ['a folder with spaces', ['    at main (/my app/server.js:3:5)'], '/my app/server.js'],
  ['Windows', ['    at main (C:\\app\\server.js:3:5)'], 'C:\\app\\server.js'],
  [
    'a package beside the SDK',
    ['    at start (/app/node_modules/vendor-agent/index.js:3:5)', '    at main (/app/server.js:3:5)'],
    '/app/node_modules/vendor-agent/index.js',
  ],
  [
    'the official preload',
    [
      '    at Object.<anonymous> (/app/node_modules/@opentelemetry/auto/register.js:3:5)',
      '    at node:internal/x:1:1',
    ],
    '/app/node_modules/@opentelemetry/auto/register.js',
  ],
] as const;

describe('the file that starts an SDK', () => {
  it.each(CASES)('is found for %s', (_title, frames, expected) => {
    const stack = ['Error', `    at notice (${OURS}/main.cjs:1:1)`, SDK, ...frames].join('\n');

    expect(starterOf(stack, OURS)).toBe(expected);
  });

  it('is not guessed where the stack trace says nothing', () => {
    expect(starterOf('Error', OURS)).toBeUndefined();
  });
});

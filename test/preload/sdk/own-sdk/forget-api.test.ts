import { expect, it } from 'vitest';
import { forgetApi } from '../../../../src/preload/sdk/own-sdk/forget-api.ts';

const API = Symbol.for('opentelemetry.js.api.1');

it.each<[string, object | undefined, boolean]>([
  ['nothing was registered', undefined, false],
  ['everything was taken back', { version: '1.10.0' }, false],
  ['something is still registered', { version: '1.10.0', metrics: {} }, true],
])('where %s, the version of the API stays: $2', (_case, registered, isThere) => {
  const scope = registered ? { [API]: registered } : {};
  forgetApi(scope);
  expect(Reflect.has(scope, API)).toBe(isThere);
});

import { expect, it } from 'vitest';
import { forgetApi } from '../../../../src/preload/sdk/own-sdk/forget-api.ts';

const API = Symbol.for('opentelemetry.js.api.1');

it.each<{ what: string; registered: object | undefined; isThere: boolean }>([
  { what: 'nothing was registered', registered: undefined, isThere: false },
  { what: 'everything was taken back', registered: { version: '1.10.0' }, isThere: false },
  { what: 'something is still registered', registered: { version: '1.10.0', metrics: {} }, isThere: true },
])('where $what, the version of the API stays: $isThere', ({ registered, isThere }) => {
  const scope = registered ? { [API]: registered } : {};
  forgetApi(scope);
  expect(Reflect.has(scope, API)).toBe(isThere);
});

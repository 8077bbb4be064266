/** `mock.module` of `node:test` exists only with this flag. */
const FLAG = '--experimental-test-module-mocks';

/** Whether tests may replace modules with mocks. */
export function mayMockModules(): boolean {
  return [...process.execArgv, process.env.NODE_OPTIONS].some(flags => flags?.includes(FLAG));
}

/**
 * Before Node.js 24, mocks are found in the thread of the module hooks, by URLs without marks of this thread.
 */
const IS_OFF_THREAD = Number.parseInt(process.versions.node, 10) < 24;

/** Whether a module is resolved to get the URL by which a mock is found later, not to be imported. */
export function isResolvedForMock(): boolean {
  return IS_OFF_THREAD && /\binternal\/test_runner\/mock\b/.test(new Error().stack ?? '');
}

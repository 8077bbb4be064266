/** `mock.module` of `node:test` is there with this flag alone. */
const FLAG = '--experimental-test-module-mocks';

/** Whether tests may put mocks in the place of modules. */
export function mayMockModules(): boolean {
  return [...process.execArgv, process.env.NODE_OPTIONS].some(flags => flags?.includes(FLAG));
}

/** Before Node.js 24, mocks are found in the thread of the module hooks, by URLs that nothing of this thread has marked. */
const IS_OFF_THREAD = Number.parseInt(process.versions.node, 10) < 24;

/** Whether a module is resolved for the URL by which a mock is found later, as against being imported. */
export function isResolvedForMock(): boolean {
  return IS_OFF_THREAD && /\binternal\/test_runner\/mock\b/.test(new Error().stack ?? '');
}

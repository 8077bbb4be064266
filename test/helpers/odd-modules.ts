/** Shapes in which something may stand in a package's place: stubs, mocks, other majors, and what nobody thinks of. */
export const ODD_COMMON_JS: Readonly<Record<string, string>> = {
  'an empty object': '',
  'a function': 'module.exports = function stub() { return "stub"; };',
  'an arrow function': 'module.exports = () => "stub";',
  'a class': 'module.exports = class Stub { run() { return "stub"; } };',
  'a frozen class':
    'module.exports = class Stub {}; Object.freeze(module.exports.prototype); Object.freeze(module.exports);',
  'a frozen object': 'module.exports = Object.freeze({ run() {}, Client: class {}, default: {} });',
  'a sealed object': 'module.exports = Object.seal({ run() {}, default: () => {} });',
  'an object without a prototype': 'module.exports = Object.create(null);',
  null: 'module.exports = null;',
  undefined: 'module.exports = undefined;',
  'a number': 'module.exports = 42;',
  'an array': 'module.exports = [];',
  'a promise': 'module.exports = Promise.resolve({});',
  'a transpiled ES module': 'exports.__esModule = true; exports.default = class { run() {} };',
  'a transpiled ES module without a default': 'exports.__esModule = true; exports.default = undefined;',
  'a getter that throws':
    'Object.defineProperty(module.exports, "default", { enumerable: true, get() { throw new Error("odd getter"); } });' +
    'Object.defineProperty(module.exports, "Client", { enumerable: true, get() { throw new Error("odd getter"); } });',
  'a proxy that has everything':
    'module.exports = new Proxy({}, { get: (target, key) => (key in target ? target[key] : function () {}) });',
  'a proxy that throws':
    'const odd = () => { throw new Error("odd trap"); };' +
    'module.exports = new Proxy(function () { return "stub"; }, { get: odd, set: odd, ownKeys: odd, defineProperty: odd,' +
    ' getOwnPropertyDescriptor: odd, getPrototypeOf: odd, has: odd });',
  'a proxy that throws nothing in particular':
    'module.exports = new Proxy({}, { getOwnPropertyDescriptor() { throw Object.create(null); }, get() { throw undefined; } });',
};

/** The same of ES modules. */
export const ODD_ES_MODULES: Readonly<Record<string, string>> = {
  'without exports': 'export {};',
  'a default of undefined': 'export default undefined;',
  'a default of null': 'export default null;',
  'a default class': 'export default class Stub { run() {} }',
  'a default that is frozen': 'export default Object.freeze({ run() {} });',
  'a default with a getter that throws':
    'export default { get Client() { throw new Error("odd getter"); } };',
  'a default proxy that throws':
    'const odd = () => { throw new Error("odd trap"); };' +
    'export default new Proxy(function () {}, { get: odd, set: odd, ownKeys: odd, getOwnPropertyDescriptor: odd });',
  'names alone':
    'export const Client = undefined; export function createClient() { return "stub"; } export let then;',
  'names that start with a number':
    'const value = 1; export { value as "1 name", value as "module.exports" };',
};

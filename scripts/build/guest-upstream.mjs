import { importOwn, replacing } from './replacements.mjs';

/** Code in other packages that does what a guest in a process must not do. */
const REPLACEMENTS = [
  {
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]shimmer\.mjs$/,
    until: 'shimmer gives a wrapper the name and length of the original',
    upstream: 'const wrapped = wrapper(original, name);',
    ours: 'const wrapped = lookLike(wrapper(original, name), original);',
    imported: [importOwn('lookLike', 'shared/look-like')],
  },
  {
    // It complains on the application's stderr about a function that a stub or
    // another major version does not have.
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]shimmer\.mjs$/,
    until: 'shimmer reports by the diagnostic logger of `@opentelemetry/api`',
    upstream: 'let logger = console.error.bind(console);',
    ours: 'let logger = () => {};',
  },
  {
    // Options inherit what an application adds to `Object.prototype`: a property `flag` keeps every file from being read.
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]platform[\\/]node[\\/]instrumentation\.mjs$/,
    until: 'upstream reads the file with options that have no prototype',
    upstream: 'readFileSync(path.join(baseDir, "package.json"), { encoding: "utf8" })',
    ours: 'readFileSync(path.join(baseDir, "package.json"), "utf8")',
  },
  {
    // Bundled packages announce their version themselves (see src/preload/hooks/announced-modules.ts).
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]platform[\\/]node[\\/]instrumentation\.mjs$/,
    until: 'upstream asks an instrumentation for the version of a module that has no folder',
    upstream: '_extractPackageVersion(baseDir) {',
    ours: `_extractPackageVersion(baseDir) {
    if (baseDir.startsWith('otel-run:')) return baseDir.slice(baseDir.lastIndexOf('@') + 1);`,
  },
  {
    // A package without a main file still has files (`@modelcontextprotocol/sdk`).
    file: /require-in-the-middle[\\/]index\.js$/,
    until: 'require-in-the-middle hooks the files of a package that has no main file',
    upstream:
      /debug\('could not resolve module: %s', moduleName\)\s*self\._cache\.set\(filename, exports, core\)\s*return exports[^\n]*/,
    ours: `if (internals !== true) {
            self._cache.set(filename, exports, core)
            return exports
          }`,
  },
  {
    // Node.js 26 refuses an IP address as a server name. The certificate is checked against the host, which is set before.
    file: /@grpc[\\/]grpc-js[\\/]build[\\/]src[\\/]channel-credentials\.js$/,
    until: 'grpc-js connects by TLS to an IP address on Node.js 26',
    upstream: 'connectionOptions.servername = remoteHost;',
    ours: "if (require('node:net').isIP(remoteHost) === 0) connectionOptions.servername = remoteHost;",
  },
  {
    // An application that registers the plugin itself decorates its requests by the same name, which Fastify allows once.
    file: /^(?:\w:|[\\/]).*@fastify[\\/]otel[\\/]index\.js$/,
    until: '@fastify/otel can be registered twice',
    upstream: "instance.decorateRequest('opentelemetry', function openetelemetry () {",
    ours: 'void (function openetelemetry () {',
  },
  {
    // A mock may give something else.
    file: /@opentelemetry[\\/]instrumentation-lru-memoizer[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'upstream checks what the original returned before it copies its properties',
    upstream: 'const origMemoizer = moduleExports.apply(this, arguments);',
    ours: `const origMemoizer = moduleExports.apply(this, arguments);
      if (typeof origMemoizer !== 'function') return origMemoizer;`,
  },
  {
    // Applications read and delete the keys of a memoized function.
    file: /@opentelemetry[\\/]instrumentation-lru-memoizer[\\/]dist[\\/]instrumentation\.mjs$/,
    until: 'upstream copies the properties of what the original returned',
    upstream: /return (function\(\) \{\s+const modifiedArguments[^}]+\});/,
    ours: (_, memoized) => `return Object.assign(${memoized}, origMemoizer);`,
  },
];

/** A plugin of the bundler. */
export function guestUpstream() {
  return replacing('guest-upstream', REPLACEMENTS);
}

/**
 * The bundler's own helper also lists what an application adds to `Object.prototype` as exports of a module.
 */
const INHERITING = /for \(\w+ (\w+) in all\)\s/g;

/** `Object.defineProperty(target, name, {`, where the target and the name are simple expressions. */
const DESCRIPTOR = /(\b(?:__defProp|defineProperty)\([\w.$[\]]+, (?:[\w.$]+|"[^"]*"), \{)/g;

/**
 * A bundler plugin that protects property descriptors from `Object.prototype`: otherwise
 * `Object.prototype.get = …`, or `value`, would become part of each, and such an application would not run.
 */
export function ownDescriptors() {
  return {
    name: 'own-descriptors',
    renderChunk: code =>
      code
        .replace(INHERITING, 'for (const $1 of Object.keys(all)) ')
        .replace(DESCRIPTOR, '$1 __proto__: null,'),
  };
}

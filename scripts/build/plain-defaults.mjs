import { isBuiltin } from 'node:module';

/** A module as the bundler renders it, if its default export or its namespace is used: through a helper. */
const COPIED = /\blet ([\w$]+) = require\("([\w:/]+)"\);\n\1 = [\w$.]+\(\1(?:, 1)?\);/g;

/**
 * A bundler plugin. For a default import of a built-in module, the bundler copies the module with a getter for each of
 * its exports, and adds `default`: for `node:fs`, that is a fiftieth of what otel-run adds to a start. This inherits the
 * exports instead.
 */
export function plainDefaults() {
  return { name: 'plain-defaults', renderChunk: withPlainDefaults };
}

/** @param {string} code a CommonJS file as the bundler renders it, before it is minified */
export function withPlainDefaults(code) {
  return code.replace(COPIED, (whole, name, module) => {
    if (!isBuiltin(module)) return whole;
    const inherited = `{ __proto__: ${name}, default: ${name} }`;
    return `let ${name} = require("${module}");\n${name} = ${inherited};`;
  });
}

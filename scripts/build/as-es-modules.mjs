import { replacing } from './replacements.mjs';

const FASTIFY = /^(?:\w:|[\\/]).*@fastify[\\/]otel[\\/]index\.js$/;

/**
 * A bundler wraps each ES module that CommonJS requires in a function, with a name of its own for each
 * export. Two packages required OpenTelemetry's in that way, which wrapped nearly a hundred modules of the core.
 */
const REPLACEMENTS = [
  {
    file: FASTIFY,
    until: '@fastify/otel has an ES build',
    upstream: /^const (\{[^}]*\}|\w+) = require\('([^']+)'\)$/gm,
    ours: (_, names, source) => `import ${names.replaceAll(/:\s/g, ' as ')} from '${source}'`,
  },
  {
    file: FASTIFY,
    until: '@fastify/otel has an ES build',
    upstream:
      /module\.exports = FastifyOtelInstrumentation\s+module\.exports\.FastifyOtelInstrumentation = \w+/,
    ours: 'export { FastifyOtelInstrumentation }',
  },
  {
    // The ES build requires the package by a function of its own, which no bundler sees.
    file: /@opentelemetry[\\/]otlp-grpc-exporter-base[\\/]dist[\\/](?:grpc-exporter-transport|otlp-grpc-export-delegate)\.mjs$/,
    until: 'the ES build of @opentelemetry/otlp-grpc-exporter-base imports @grpc/grpc-js',
    upstream: /\b__require\("@grpc\/grpc-js"\)/g,
    ours: 'require("@grpc/grpc-js")',
  },
];

/** A plugin of the bundler. */
export function asEsModules() {
  return replacing('as-es-modules', REPLACEMENTS);
}

import { replacing } from './replacements.mjs';

const UNTIL =
  'upstream writes numbers by the JSON mapping of proto3 (https://protobuf.dev/programming-guides/json/)';

/** Upstream leaves these numbers to `JSON.stringify`, which writes `null`. A collector refuses a batch with it. */
const NUMBER_IN_JSON = `const numberInJson = value => (typeof value === 'number' && !Number.isFinite(value) ? String(value) : value);\n`;

const common = (upstream, ours) => ({
  file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/]common[\\/]internal\.mjs$/,
  until: UNTIL,
  upstream,
  ours,
  imported: [NUMBER_IN_JSON],
});

const metrics = (upstream, ours) => ({
  ...common(upstream, ours),
  file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/]metrics[\\/]internal\.mjs$/,
});

const REPLACEMENTS = [
  // An integer of more than 64 bits has no place in `intValue`.
  common(
    'if (!Number.isInteger(value)) return { doubleValue: value };',
    'if (!Number.isInteger(value) || value < -(2 ** 63) || value >= 2 ** 63) return { doubleValue: numberInJson(value) };',
  ),
  metrics('out.asDouble = dataPoint.value;', 'out.asDouble = numberInJson(dataPoint.value);'),
  metrics(/\b(sum|min|max): histogram\.\1\b/g, (_, name) => `${name}: numberInJson(histogram.${name})`),
];

/** A plugin of the bundler that makes numbers which JSON does not have valid OTLP. */
export function jsonNumbers() {
  return replacing('json-numbers', REPLACEMENTS);
}

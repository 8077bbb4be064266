/** The encoding of what is exported. */
export const REQUESTS = [
  {
    // Every request is encoded twice: once to learn how many bytes it has. One growing buffer, whose content
    // is copied at the end, takes half as long.
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/](?:trace|logs)[\\/]protobuf[\\/]\w+-serializer\.mjs$/,
    until:
      'upstream encodes in one pass, as https://github.com/open-telemetry/opentelemetry-js/pull/6228 proposed before https://github.com/open-telemetry/opentelemetry-js/pull/6390 took two',
    upstream:
      /const estimator = new ProtobufSizeEstimator\(\);[\s\S]*?const writer = new ProtobufWriter\(estimator\.pos\);/,
    ours: 'const writer = ProtobufWriter.borrow();',
  },
  {
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/](?:trace|logs)[\\/]protobuf[\\/]\w+-serializer\.mjs$/,
    until: 'the row above goes',
    upstream: 'return writer.finish();',
    ours: 'return writer.giveBack();',
  },
  {
    // Three ids per span and two per log record, each in its own typed array, which is copied at once.
    file: /@opentelemetry[\\/]otlp-transformer[\\/]dist[\\/](?:trace|logs)[\\/]protobuf[\\/]\w+-serializer\.mjs$/,
    until: 'upstream writes ids without an array for each of them',
    upstream: /writer\.writeBytes\(hexToBinary\(([\w.]+)\)\)/g,
    ours: (_whole, id) => `writer.writeHex(${id})`,
  },
];

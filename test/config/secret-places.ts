/** What must never be printed. */
export const SECRET = 'S3CR3T';

/** The secret as part of Basic credentials. */
export const ENCODED_SECRET = btoa(`1:glc_${SECRET}`);

/** Header lists, right and wrong. */
export const HEADERS = [
  `authorization=Bearer ${SECRET}`,
  `Authorization: Basic ${SECRET}==`,
  `Basic ${SECRET}`,
  `${SECRET}==`,
  `a=b,${SECRET}`,
  `x=${SECRET}%`,
  `x=a;${SECRET}`,
  `"x=${SECRET}"`,
  `Authorization=Basic ${ENCODED_SECRET}`,
  `Authorization=Basic 1:${SECRET}`,
  `Authorization=${SECRET}`,
];

/** Endpoints, right and wrong. */
export const ENDPOINTS = [
  `https://user:${SECRET}@host:4318`,
  `https://${SECRET}@host/v1/traces`,
  `http://host:4317/?token=${SECRET}`,
  `http://host/v1/traces?a=b@${SECRET}`,
  `http://host#${SECRET}`,
  `"https://user:${SECRET}@host"`,
  `user:${SECRET}@host:4318`,
  `//user:${SECRET}@host`,
  `https:/user:${SECRET}@host`,
  `https://user:p/${SECRET}@host`,
  `https://user:p?${SECRET}@host`,
  `https://user:p#${SECRET}@host`,
  `https://user:p@${SECRET}@host`,
  `grpc://user:${SECRET}@host:4318/path`,
  `https://user:${SECRET}@otlp-gateway-x.grafana.net`,
  `https://user:${SECRET}@otlp-gateway-x.grafana.net/otlp/v1/traces`,
  `http://user:${SECRET}@\${HOST}`,
  `http://ho st/?${SECRET}`,
];

const ATTRIBUTES = [
  `api.token=${SECRET}`,
  `password=${SECRET},oops`,
  `apiKey=a,${SECRET}`,
  `${SECRET}==x`,
  `secret=${SECRET}%`,
  `"client_secret=${SECRET}"`,
  `db=postgres://me:${SECRET}@db`,
  `db=postgres%3A%2F%2Fme%3A${SECRET}%40db`,
];

/** A variable, and values in which it can hold the secret. */
interface SecretPlace {
  readonly name: string;
  readonly values: readonly string[];
}

export const PLACES: readonly SecretPlace[] = [
  ...['', 'TRACES_', 'LOGS_', 'METRICS_'].flatMap(own => [
    { name: `OTEL_EXPORTER_OTLP_${own}HEADERS`, values: HEADERS },
    { name: `OTEL_EXPORTER_OTLP_${own}ENDPOINT`, values: ENDPOINTS },
  ]),
  { name: 'OTEL_RESOURCE_ATTRIBUTES', values: ATTRIBUTES },
  { name: 'OTEL_EXPORTER_ZIPKIN_ENDPOINT', values: ENDPOINTS },
  { name: 'OTEL_EXPORTER_OTLP_HEADER', values: HEADERS },
  { name: 'OTEL_EXPORTER_OTLP_ENDPONT', values: ENDPOINTS },
  { name: 'TEL_EXPORTER_OTLP_HEADERS', values: HEADERS },
  { name: 'OTEL_VENDOR_TOKEN', values: [SECRET] },
];

/** What else is set, so that other words are said about the secret. */
export const SURROUNDINGS: Record<string, string>[] = [
  {},
  { OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
  { OTEL_EXPORTER_OTLP_PROTOCOL: 'http', OTEL_METRICS_EXPORTER: 'otlp' },
  { OTEL_EXPORTER_OTLP_ENDPOINT: 'https://otlp-gateway-x.grafana.net/otlp' },
];

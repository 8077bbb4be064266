import { SIGNALS, type Signal } from '../../shared/signal.ts';
import { DECLARED_DEFAULTS } from '../defaults.ts';
import type { Variable } from './variable.ts';

type Template = Omit<Variable, 'name' | 'group' | 'signal'> & { readonly suffix: string };

/** The OTLP exporters' variables. Each exists once for all signals and once per signal. */
const TEMPLATES: readonly Template[] = [
  { suffix: 'ENDPOINT', type: 'url', summary: 'where telemetry is sent' },
  {
    suffix: 'PROTOCOL',
    type: 'enum',
    values: ['grpc', 'http/protobuf', 'http/json'],
    unknown: 'protocol-unknown',
    default: 'http/protobuf',
    summary: 'how telemetry is encoded and sent',
  },
  { suffix: 'HEADERS', type: 'headers', secret: true, summary: 'request headers, as name=value,name=value' },
  {
    suffix: 'COMPRESSION',
    type: 'enum',
    values: ['gzip', 'none'],
    unknown: 'compression-unknown',
    default: 'none',
    summary: 'compression of the request body',
  },
  // The specification reads 0 as "no limit"; the JavaScript exporters refuse it and use their default.
  {
    suffix: 'TIMEOUT',
    type: 'number',
    min: 1,
    default: '10000',
    summary: 'ms for one export, retries included',
  },
  {
    suffix: 'CERTIFICATE',
    type: 'path',
    summary: "file of certificates to verify the server's certificate",
  },
  { suffix: 'CLIENT_KEY', type: 'path', summary: "file of the client's private key, for mutual TLS" },
  { suffix: 'CLIENT_CERTIFICATE', type: 'path', summary: "file of the client's certificate, for mutual TLS" },
  {
    suffix: 'INSECURE',
    type: 'boolean',
    default: 'false',
    summary: 'no TLS for a gRPC endpoint without a scheme',
  },
];

export const OTLP_VARIABLES: readonly Variable[] = [
  ...TEMPLATES.map(general),
  ...SIGNALS.flatMap(signal => TEMPLATES.map(template => perSignal(template, signal))),
  {
    name: 'OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE',
    type: 'enum',
    values: ['cumulative', 'delta', 'lowmemory'],
    unknown: 'value-unknown',
    default: 'cumulative',
    group: 'otlp',
    signal: 'metrics',
    summary: 'whether sums count from the start or from the last export',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_METRICS_DEFAULT_HISTOGRAM_AGGREGATION',
    type: 'enum',
    group: 'otlp',
    signal: 'metrics',
    unsupported: 'declare it in an OTEL_CONFIG_FILE',
    summary: 'aggregation of histograms',
  },
];

function general({ suffix, ...template }: Template): Variable {
  const declared = suffix === 'PROTOCOL' ? { declared: DECLARED_DEFAULTS.OTEL_EXPORTER_OTLP_PROTOCOL } : {};
  return { name: otlpVariable(suffix), group: 'otlp', ...template, ...declared };
}

/** A signal's own variable has no default: if it is not set, the general one applies. */
function perSignal({ suffix, default: _, ...template }: Template, signal: Signal): Variable {
  const summary = `${template.summary}, for ${signal} alone`;
  return { name: otlpVariable(suffix, signal), group: 'otlp', signal, ...template, summary };
}

/** The name of an OTLP variable: `OTEL_EXPORTER_OTLP_<suffix>`, or a signal's own. */
export function otlpVariable(suffix: string, signal?: Signal): string {
  return signal ? `OTEL_EXPORTER_OTLP_${signal.toUpperCase()}_${suffix}` : `OTEL_EXPORTER_OTLP_${suffix}`;
}

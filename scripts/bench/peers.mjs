// The compared peers, each started as its own documentation says.
import { delimiter, dirname, join } from 'node:path';

/** Peers in every section. Within a round they run one after the other. */
export const PEERS = ['bare', 'otel-run', 'official'];

/** Agents of other vendors, each with its npm package. They take part in starts and requests. */
export const AGENTS = {
  'dd-trace': 'dd-trace@6.21.0',
  EDOT: '@elastic/opentelemetry-node@1.18.0',
  Sentry: '@sentry/node@11.12.0',
};

/** In the order of the table's columns. */
export const ALL_PEERS = [...PEERS, ...Object.keys(AGENTS)];

const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const LOADER = '--experimental-loader=@opentelemetry/instrumentation/hook.mjs';

/** Node.js flags for starting an application, from each peer's documentation, by module format. */
const FLAGS = {
  official: { cjs: ['--require', REGISTER], mjs: [LOADER, '--import', REGISTER] },
  'dd-trace': { cjs: ['--require', 'dd-trace/init'], mjs: ['--import', 'dd-trace/initialize.mjs'] },
  EDOT: {
    cjs: ['--import', '@elastic/opentelemetry-node'],
    mjs: ['--import', '@elastic/opentelemetry-node'],
  },
  Sentry: { cjs: ['--require', './sentry.cjs'], mjs: ['--import', './sentry.mjs'] },
};

/** The argument list that runs a Node.js program with its arguments for a peer. */
export function nodeCommand(peer, node, [program, ...rest]) {
  const format = program.split('.').at(-1);
  if (peer === 'otel-run') return [join('node_modules', '.bin', 'otel-run'), '--', node, program, ...rest];
  return [node, ...(FLAGS[peer]?.[format] ?? []), program, ...rest];
}

/** The argument list and the variables that run any command for a peer. */
export function anyCommand(peer, argv) {
  if (peer === 'otel-run')
    return { argv: [join('node_modules', '.bin', 'otel-run'), '--', ...argv], env: {} };
  return { argv, env: peer === 'official' ? { NODE_OPTIONS: FLAGS.official.cjs.join(' ') } : {} };
}

/**
 * The variables of a measured process, equal for all peers: they send to the same collector, export no
 * metrics, and do not query cloud metadata services.
 */
export function environment(node, endpoint) {
  return {
    PATH: [dirname(node), process.env.PATH].join(delimiter),
    HOME: process.env.HOME,
    OTEL_SERVICE_NAME: 'bench',
    OTEL_EXPORTER_OTLP_ENDPOINT: endpoint,
    OTEL_EXPORTER_OTLP_PROTOCOL: 'http/protobuf',
    OTEL_TRACES_EXPORTER: 'otlp',
    OTEL_LOGS_EXPORTER: 'otlp',
    OTEL_METRICS_EXPORTER: 'none',
    OTEL_NODE_RESOURCE_DETECTORS: 'env,host,os,process,serviceinstance',
    DD_TRACE_AGENT_URL: endpoint,
    DD_INSTRUMENTATION_TELEMETRY_ENABLED: 'false',
    DD_REMOTE_CONFIGURATION_ENABLED: 'false',
    SENTRY_DSN: endpoint.replace('//', '//public@').concat('/1'),
  };
}

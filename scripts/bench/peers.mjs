// Who is compared, and how each of them is started as its own documentation says.
import { delimiter, dirname, join } from 'node:path';

/** In the order of the table's columns; within a round they run one after the other. */
export const PEERS = ['bare', 'otel-run', 'official'];

const REGISTER = '@opentelemetry/auto-instrumentations-node/register';
const LOADER = '--experimental-loader=@opentelemetry/instrumentation/hook.mjs';

/** Flags of Node.js with which OpenTelemetry's documentation starts an application, by its module format. */
const OFFICIAL = {
  cjs: ['--require', REGISTER],
  mjs: [LOADER, '--import', REGISTER],
};

/** The argument list that runs a Node.js program with its arguments for a peer. */
export function nodeCommand(peer, node, [program, ...rest]) {
  const format = program.split('.').at(-1);
  if (peer === 'otel-run') return [join('node_modules', '.bin', 'otel-run'), '--', node, program, ...rest];
  return [node, ...(peer === 'official' ? OFFICIAL[format] : []), program, ...rest];
}

/** The argument list and the variables that run any command for a peer. */
export function anyCommand(peer, argv) {
  if (peer === 'otel-run')
    return { argv: [join('node_modules', '.bin', 'otel-run'), '--', ...argv], env: {} };
  return { argv, env: peer === 'official' ? { NODE_OPTIONS: OFFICIAL.cjs.join(' ') } : {} };
}

/**
 * The variables of a process under measurement: both peers export traces and logs, no metrics, and neither asks a
 * cloud's metadata service. What they are told is equal.
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
  };
}

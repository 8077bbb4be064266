import { listed, type Message } from './message.ts';

const GRAFANA_EXAMPLE =
  'OTEL_EXPORTER_OTLP_HEADERS="Authorization=Basic $(printf %s "$INSTANCE_ID:$TOKEN" | base64 | tr -d \'\\n\')"';

const CREDENTIAL_REASONS: Record<string, string> = {
  scheme: 'it is not "Basic <credential>"',
  base64: 'what follows "Basic" is not base64',
  damaged: 'its base64 is wrapped over several lines, or in quotes',
  instance: 'its decoded value is not "<instance id>:<token>"',
};

/** Findings about which signals are exported. */
export const SIGNAL_MESSAGES = {
  'exporter-unknown': {
    severity: 'error',
    message: (subject, { value, signal }) =>
      `${subject} names "${value}", which is not an exporter for ${signal}: it would be silently ignored.`,
    fix: (subject, { accepted, nearest }) =>
      `Accepted: ${listed(accepted, 'or')}. Write ${subject}=${nearest}`,
  },
  'exporter-none-among-others': {
    severity: 'warning',
    message: (subject, { value, signal }) =>
      `${subject} is "${value}": "none" switches ${signal} off, whatever else is listed.`,
    fix: (subject, { others }) => `Write ${subject}=${[others].join()}, or ${subject}=none`,
  },
  'nothing-exported': {
    severity: 'info',
    message: () => 'Every signal is switched off: nothing is exported.',
    fix: subject => `Nothing if this is intended; otherwise ${subject}=otlp`,
  },
  'metrics-enabled': {
    severity: 'info',
    message: (subject, { value, policy }) => `Metrics are exported (${subject}=${value}), ${policy}.`,
    fix: subject => `Nothing if this is intended; otherwise ${subject}=none`,
  },
  'metrics-uncurated': {
    severity: 'warning',
    message: subject =>
      `${subject} is "all": every metric is exported with every attribute. An attribute that holds a user, a URL or free text creates a time series for each value.`,
    fix: subject => `Write ${subject}=curated`,
  },
  'logs-off-development': {
    severity: 'info',
    message: (_subject, { because }) => `Development mode is on (${because}): log records are not exported.`,
    fix: () => 'Nothing if this is intended; otherwise --no-development or OTEL_RUN_DEVELOPMENT=false',
  },
  'logs-twice': {
    severity: 'info',
    message: () =>
      'Log records are exported over OTLP, and in Kubernetes an agent likely also collects the container output: each record may arrive twice.',
    fix: () => 'Collect this container once: exclude it in the agent, or set OTEL_LOGS_EXPORTER=none',
  },
} satisfies Record<string, Message>;

/** Findings about Grafana Cloud, recognized by its host name. */
export const GRAFANA_MESSAGES = {
  'grafana-auth-missing': {
    severity: 'error',
    message: (subject, { host }) =>
      `Telemetry goes to ${host} without an Authorization header (${subject}): Grafana Cloud would answer 401.`,
    fix: () => `Set ${GRAFANA_EXAMPLE}`,
  },
  'grafana-auth-malformed': {
    severity: 'error',
    message: (subject, { host, problem }) =>
      `The Authorization header in ${subject} is not what ${host} accepts: ${CREDENTIAL_REASONS[String(problem)]}. It would answer 401.`,
    fix: () => `Set ${GRAFANA_EXAMPLE}`,
  },
  'grafana-path-missing': {
    severity: 'error',
    message: (subject, { value }) =>
      `${subject} is "${value}", without the path /otlp, where Grafana Cloud receives OTLP: it would answer 404.`,
    fix: (subject, { example }) => `Write ${subject}=${example}`,
  },
  'grafana-plain-text': {
    severity: 'warning',
    message: (subject, { host }) =>
      `${subject} sends to ${host} without TLS: Grafana Cloud refuses that, and anyone on the way can read the token.`,
    fix: subject => `Write https:// instead of http:// in ${subject}.`,
  },
  'grafana-protocol': {
    severity: 'warning',
    message: (_subject, { host }) =>
      `Telemetry goes to ${host} over gRPC: Grafana's documentation contradicts itself on whether the gateway accepts gRPC, and most of it says no.`,
    fix: () => 'Write OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
  },
} satisfies Record<string, Message>;

import { EXPORTER, HEADERS, js, type Mistake, thread } from './mistake.ts';

export const HEADER_MISTAKES: readonly Mistake[] = [
  {
    title: 'a colon, as in HTTP',
    source: thread('inception-health/otel-export-trace-action', 24),
    env: { [HEADERS]: 'Authorization: Basic abc' },
    found: [`error headers-malformed ${HEADERS}`],
  },
  {
    title: 'the value alone',
    source: thread('grafana/beyla', 1181),
    env: { [HEADERS]: 'Basic-abc' },
    found: [`error headers-malformed ${HEADERS}`],
  },
  {
    title: 'quotes around it all',
    source: thread('open-telemetry/opentelemetry.io', 11093),
    env: { [HEADERS]: '"Authorization=Basic abc"' },
    found: [`error headers-quoted ${HEADERS}`],
  },
  {
    title: 'quotes around the value',
    source: js(4041),
    env: { [HEADERS]: 'Authorization="Basic abc"' },
    found: [`error headers-quoted ${HEADERS}`],
  },
  {
    title: 'an empty value',
    source: thread('open-telemetry/opentelemetry-injector', 373),
    env: { [HEADERS]: 'x-honeycomb-team=' },
    found: [`error headers-malformed ${HEADERS}`],
  },
  {
    title: 'a percent sign that is not encoded',
    source: thread('open-telemetry/opentelemetry-python', 4492),
    env: { [HEADERS]: 'x-key=100%' },
    found: [`error headers-malformed ${HEADERS}`],
  },
  {
    title: 'semicolons in place of commas',
    source: EXPORTER,
    env: { [HEADERS]: 'a=1;b=2' },
    found: [`error headers-malformed ${HEADERS}`],
  },
  {
    title: 'a line break out of base64',
    source: 'https://www.gnu.org/software/coreutils/manual/html_node/base64-invocation.html',
    env: { [HEADERS]: 'Authorization=Basic abc\ndef' },
    found: [`error headers-malformed ${HEADERS}`],
  },
  {
    title: 'JSON in place of a list',
    source: `${EXPORTER}#specifying-headers-via-environment-variables`,
    env: { [HEADERS]: '{"Authorization":"abc"}' },
    found: [`error headers-malformed ${HEADERS}`],
  },
  {
    title: 'a key that no shell read',
    source: 'https://docs.docker.com/reference/cli/docker/container/run/#env',
    env: { [HEADERS]: `x-honeycomb-team=\${API_KEY}` },
    found: [`error headers-malformed ${HEADERS}`],
  },
];

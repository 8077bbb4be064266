import { EXPORTER, HEADERS, js, type Mistake, thread } from './mistake.ts';

export const HEADER_MISTAKES: readonly Mistake[] = [
  [
    'a colon, as in HTTP',
    thread('inception-health/otel-export-trace-action', 24),
    { [HEADERS]: 'Authorization: Basic abc' },
    `error headers-malformed ${HEADERS}`,
  ],
  [
    'the value alone',
    thread('grafana/beyla', 1181),
    { [HEADERS]: 'Basic-abc' },
    `error headers-malformed ${HEADERS}`,
  ],
  [
    'quotes around it all',
    thread('open-telemetry/opentelemetry.io', 11093),
    { [HEADERS]: '"Authorization=Basic abc"' },
    `error headers-quoted ${HEADERS}`,
  ],
  [
    'quotes around the value',
    js(4041),
    { [HEADERS]: 'Authorization="Basic abc"' },
    `error headers-quoted ${HEADERS}`,
  ],
  [
    'an empty value',
    thread('open-telemetry/opentelemetry-injector', 373),
    { [HEADERS]: 'x-honeycomb-team=' },
    `error headers-malformed ${HEADERS}`,
  ],
  [
    'a percent sign that is not encoded',
    thread('open-telemetry/opentelemetry-python', 4492),
    { [HEADERS]: 'x-key=100%' },
    `error headers-malformed ${HEADERS}`,
  ],
  ['semicolons in place of commas', EXPORTER, { [HEADERS]: 'a=1;b=2' }, `error headers-malformed ${HEADERS}`],
  [
    'a line break out of base64',
    'https://www.gnu.org/software/coreutils/manual/html_node/base64-invocation.html',
    { [HEADERS]: 'Authorization=Basic abc\ndef' },
    `error headers-malformed ${HEADERS}`,
  ],
  [
    'JSON in place of a list',
    `${EXPORTER}#specifying-headers-via-environment-variables`,
    { [HEADERS]: '{"Authorization":"abc"}' },
    `error headers-malformed ${HEADERS}`,
  ],
  [
    'a key that no shell read',
    'https://docs.docker.com/reference/cli/docker/container/run/#env',
    { [HEADERS]: `x-honeycomb-team=\${API_KEY}` },
    `error headers-malformed ${HEADERS}`,
  ],
];

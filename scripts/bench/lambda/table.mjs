import { median } from '../statistics.mjs';

const ROWS = [
  ['start until it is ready for the first event', 'init', 'ms'],
  ['first invocation until the answer', 'answer', 'ms'],
  ['first invocation until the freeze', 'frozen', 'ms'],
  ['start until the first freeze', 'total', 'ms'],
  ['CPU time until the first freeze', 'cpu', 'ms'],
  ['peak memory', 'peak', 'MB'],
];

/**
 * The table of docs/aws-lambda.md. What a layer adds is the median of its differences to the bare run beside it.
 *
 * @param formats by the format of the handler, what `interleave` measured
 * @param sizes bytes of each layer
 */
export function tableOf(formats, sizes) {
  const rows = Object.entries(formats).flatMap(([format, times]) =>
    ROWS.map(([what, name, unit]) => row(`${format}: ${what}`, times[name], unit)),
  );
  const megabytes = bytes => `${(bytes / 1e6).toFixed(1)} MB`;
  const ratio = (sizes['otel-run'] / sizes.upstream).toFixed(2);
  const size = [
    'size of the layer, unpacked',
    '',
    megabytes(sizes['otel-run']),
    megabytes(sizes.upstream),
    '',
    '',
    ratio,
  ];
  const head = [
    '',
    'bare',
    'otel-run',
    "OpenTelemetry's packages",
    'otel-run adds',
    'the packages add',
    'ratio',
  ];
  return `${[head, head.map(() => '---'), ...rows, size].map(line).join('\n')}\n`;
}

function row(what, values, unit) {
  const scale = unit === 'MB' ? 1e6 : 1;
  const text = value => `${Math.round(value / scale)} ${unit}`;
  const added = peer => median(values[peer].map((value, round) => value - values.bare[round]));
  const [ours, theirs] = [added('otel-run'), added('upstream')];
  const cells = ['bare', 'otel-run', 'upstream'].map(peer => text(median(values[peer])));
  return [what, ...cells, text(ours), text(theirs), (ours / theirs).toFixed(2)];
}

const line = cells => `| ${cells.join(' | ')} |`;

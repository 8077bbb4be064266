import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { median } from './statistics.mjs';

const script = fileURLToPath(new URL('../bench-logs.mjs', import.meta.url));

const PEER = { bare: 'bare', official: 'official', ours: 'otel-run' };

/**
 * The cost of a log record, from the call of the logger to a processor that
 * drops the record: `bench-logs.mjs`.
 */
export function logRecords({ rounds, node }) {
  const output = execFileSync(node, [script, String(rounds), '--json'], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  return Object.entries(JSON.parse(output)).map(([logger, variants]) => {
    const received = variants.official.received > 0;
    return {
      id: `log-${logger}`,
      what: `A log record of ${logger}: CPU time`,
      unit: 'µs',
      digits: 2,
      values: Object.fromEntries(
        Object.entries(variants).map(([variant, { perSecond }]) => [
          PEER[variant],
          perSecond.map(rate => 1e6 / rate),
        ]),
      ),
      note: `records per second of CPU time: ${Object.entries(variants)
        .map(([variant, { perSecond }]) => `${PEER[variant]} ${rate(perSecond)}`)
        .join(', ')}${received ? '' : '; the official preload exports none of them'}`,
    };
  });
}

function rate(perSecond) {
  return `${Math.round(median(perSecond) / 1000)} k`;
}

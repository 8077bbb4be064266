import { formatBytes } from '../../shared/format-bytes.ts';
import { formatMs, formatNumber } from './format.ts';

/** UCUM units that people write differently, with their conversion. */
const READ_AS: Readonly<Record<string, (value: number) => string>> = {
  s: value => formatMs(value * 1000),
  ms: formatMs,
  us: value => formatMs(value / 1000),
  ns: value => formatMs(value / 1e6),
  By: formatBytes,
  KiBy: value => formatBytes(value * 1024),
  MiBy: value => formatBytes(value * 1024 ** 2),
  '%': value => `${formatNumber(value)} %`,
};

/** A measured value with its unit; `1` and annotations (`{order}`) are left out. */
export function formatMeasured(value: number, unit: string): string {
  const read = READ_AS[unit];
  if (read && value >= 0) return read(value);
  return unit === '1' || unit.startsWith('{') || unit === ''
    ? formatNumber(value)
    : `${formatNumber(value)} ${unit}`;
}

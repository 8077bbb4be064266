/** A readable duration: at most three digits and a suitable unit. */
export function formatMs(ms: number): string {
  if (ms >= 60_000) return `${Math.floor(ms / 60_000)} min ${Math.round((ms % 60_000) / 1000)} s`;
  if (ms >= 1000) return `${trim(ms / 1000, ms >= 10_000 ? 1 : 2)} s`;
  if (ms >= 1) return `${trim(ms, ms >= 100 ? 0 : 1)} ms`;
  if (ms <= 0) return '0 ms';
  return ms >= 0.0095 ? `${trim(ms, 2)} ms` : `${Math.max(1, Math.round(ms * 1000))} µs`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}

/** `1 span`, `12,345 spans`. */
export function count(number: number, noun: string, plural = `${noun}s`): string {
  return `${number.toLocaleString('en')} ${number === 1 ? noun : plural}`;
}

/** A share of the whole for a style: `12.5%`. */
export function cssPercent(part: number): string {
  return `${Number((part * 100).toFixed(3))}%`;
}

/** A measured number with four digits, large ones in thousands: `0.1235`, `12.3k`, `4.56M`. */
export function formatNumber(value: number): string {
  const size = Math.abs(value);
  if (size >= 1e9) return `${Number((value / 1e9).toPrecision(3))}G`;
  if (size >= 1e6) return `${Number((value / 1e6).toPrecision(3))}M`;
  if (size >= 1e4) return `${Number((value / 1e3).toPrecision(3))}k`;
  return String(Number(value.toPrecision(4)));
}

/** The time of day of a moment, with milliseconds: `14:03:07.123`. */
export function formatTime(unixMs: number): string {
  const date = new Date(unixMs);
  const two = (part: number) => String(part).padStart(2, '0');
  const time = [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':');
  return `${time}.${String(date.getMilliseconds()).padStart(3, '0')}`;
}

/** A date with its time, in the reader's zone. */
export function formatDate(unixMs: number): string {
  return new Date(unixMs).toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'medium' });
}

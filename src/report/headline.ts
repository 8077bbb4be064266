import { type CostUnit, isServing, startMs, toUnits } from '../checks/cost/unit.ts';
import { plural } from '../checks/evidence.ts';
import type { Facts } from '../checks/facts.ts';
import { hideSecrets } from '../checks/secret-patterns.ts';
import { printable } from '../shared/printable.ts';

/** A run in one line: `6 requests · 1 error · slowest GET /slow 196 ms`. */
export function headline({ requests, telemetry }: Pick<Facts, 'requests' | 'telemetry'>): string {
  const all = toUnits(telemetry.spans);
  const began = Math.min(...requests.map(({ sentAt = 0 }) => sentAt)) - 3;
  const units = requests.length === 0 ? all : all.filter(({ first }) => startMs(first) >= began);
  const [count, errors] =
    requests.length > 0
      ? [plural(requests.length, 'request'), requests.filter(request => isError(request, units)).length]
      : [describeUnits(units), units.filter(hasError).length];
  const slowest = [...units].sort((one, other) => other.first.durationMs - one.first.durationMs)[0]?.first;
  return [
    count,
    plural(errors, 'error'),
    slowest && `slowest ${printable(hideSecrets(slowest.name))} ${formatMilliseconds(slowest.durationMs)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `196 ms`, `1.2 s`, `3.4 ms`. */
export function formatMilliseconds(ms: number): string {
  if (ms >= 1000) return `${(ms / 1000).toFixed(ms >= 10_000 ? 0 : 1)} s`;
  return `${ms >= 10 ? Math.round(ms) : Number(ms.toFixed(1))} ms`;
}

/** No answer, a 5xx answer, or an error in its trace. An expected answer is not an error. */
function isError(
  { error, status, expected, method, url, sentAt = 0, durationMs }: Facts['requests'][number],
  units: readonly CostUnit[],
): boolean {
  if (error !== null || status === null) return true;
  if (expected !== undefined) return false;
  if (status >= 500) return true;
  const path = URL.canParse(url) ? new URL(url).pathname : url;
  return units.some(
    unit =>
      hasError(unit) &&
      unit.first.attributes['http.request.method'] === method &&
      unit.first.attributes['url.path'] === path &&
      startMs(unit.first) >= sentAt - 3 &&
      startMs(unit.first) <= sentAt + durationMs + 3,
  );
}

function hasError({ spans }: CostUnit): boolean {
  return spans.some(({ status }) => status.code === 'error');
}

function describeUnits(units: readonly CostUnit[]): string {
  const serving = units.filter(({ first }) => isServing(first));
  if (serving.length > 0 && serving.every(({ first }) => first.kind === 'server'))
    return plural(serving.length, 'request');
  return units.length === 1 ? '1 unit of work' : `${units.length} units of work`;
}

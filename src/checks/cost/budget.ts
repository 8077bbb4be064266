import { formatBytes } from '../../shared/format-bytes.ts';
import { nearestName } from '../../shared/nearest-name.ts';
import type { Check, Evidence } from '../check.ts';
import type { Limit, LimitName } from '../limit.ts';
import { type Cost, computeCost } from './cost.ts';

/** What can be limited: `bytes` per request, items per request, or a total number. */
const LIMITS = {
  traces: { unit: 'bytes', of: ({ perRequest }: Cost) => perRequest.bytes.traces },
  logs: { unit: 'bytes', of: ({ perRequest }: Cost) => perRequest.bytes.logs },
  metrics: { unit: 'bytes', of: ({ perRequest }: Cost) => perRequest.bytes.metrics },
  bytes: {
    unit: 'bytes',
    of: ({ perRequest: { bytes } }: Cost) => bytes.traces + bytes.logs + bytes.metrics,
  },
  spans: { unit: 'items', of: ({ perRequest }: Cost) => perRequest.spans },
  records: { unit: 'items', of: ({ perRequest }: Cost) => perRequest.logs },
  series: { unit: 'all', of: ({ series }: Cost) => series },
} as const satisfies Record<LimitName, { unit: 'bytes' | 'items' | 'all'; of: (cost: Cost) => number }>;

const MULTIPLES: Readonly<Record<string, number>> = {
  b: 1,
  kb: 1e3,
  mb: 1e6,
  kib: 1024,
  mib: 1024 ** 2,
};

const FORM = /^\s*([A-Za-z]+)\s*=\s*(\d+(?:\.\d+)?)\s*([A-Za-z]*)\s*(\/\s*request)?\s*$/;

/**
 * Reads `traces=3kB/request, logs=1kB/request, spans=20/request, series=200`.
 *
 * @throws Error that names the entry and explains what is accepted
 */
export function parseBudget(text: string): readonly Limit[] {
  const entries = text.split(',').filter(entry => entry.trim() !== '');
  if (entries.length === 0) throw new Error(`It contains no limit. ${ACCEPTED}`);
  return entries.map(parseLimit);
}

const ACCEPTED = `Accepted: ${Object.keys(LIMITS).join(', ')}, as in "traces=3kB/request, spans=20/request, series=200".`;

function parseLimit(entry: string): Limit {
  const [, name = '', number = '', unit = '', perRequest] = FORM.exec(entry) ?? [];
  const written = entry.trim();
  if (name === '') throw new Error(`"${written}" is not a limit. ${ACCEPTED}`);
  if (!isLimitName(name)) {
    const near = nearestName(name, Object.keys(LIMITS));
    throw new Error(near ? `"${name}": did you mean ${near}?` : `"${name}" is not known. ${ACCEPTED}`);
  }
  const { unit: kind } = LIMITS[name];
  const multiple = kind === 'bytes' ? MULTIPLES[unit.toLowerCase() || 'b'] : unit === '' ? 1 : undefined;
  if (multiple === undefined) {
    const accepted = kind === 'bytes' ? 'B, kB, MB, KiB and MiB' : 'a plain number';
    throw new Error(`"${written}": ${unit} is not a unit of ${name}; accepted: ${accepted}.`);
  }
  if (kind === 'all' && perRequest) throw new Error(`"${written}": series are not counted per request.`);
  return { name, most: Number(number) * multiple, written };
}

function isLimitName(name: string): name is LimitName {
  return Object.hasOwn(LIMITS, name);
}

/** Whether the cost of a run is within the user's limits. */
export const BUDGET_CHECK: Check = {
  id: 'budget',
  severity: 'error',
  holds: 'The cost is within the budget.',
  fails: 'The cost is above the budget. Record less, or raise the budget.',
  find(facts) {
    if (facts.budget === undefined) return { skip: 'no --budget was given' };
    const cost = computeCost(facts);
    const over = facts.budget.flatMap((limit): Evidence[] => {
      const value = LIMITS[limit.name].of(cost);
      return value <= limit.most ? [] : [{ kind: 'cost', text: describeExcess(limit, value, cost) }];
    });
    const reasons = cost.savings.map(({ message, fix }) => `${message}: ${fix}`);
    return over.length === 0 ? [] : [...over, ...reasons.map(text => ({ kind: 'cost' as const, text }))];
  },
};

function describeExcess({ name, most, written }: Limit, value: number, { per }: Cost): string {
  const { unit } = LIMITS[name];
  const shown = (number: number) => (unit === 'bytes' ? formatBytes(number) : String(number));
  return `${name}: ${shown(value)}${unit === 'all' ? '' : ` a ${per}`}, ${describeFactor(value, most)} the limit (${written})`;
}

function describeFactor(value: number, most: number): string {
  if (most === 0) return 'above';
  const factor = value / most;
  return factor < 1.1 ? `${((factor - 1) * 100).toFixed(1)} % above` : `${factor.toFixed(1)} times`;
}

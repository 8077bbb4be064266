import { COST_HEADS, costRows, monthWords } from '../cost-words.ts';
import { widthOf } from '../display-width.ts';
import { fitColumns } from '../fit-columns.ts';
import type { SmokeReport } from '../report.ts';
import { type Look, wrap } from './look.ts';

const MOST_SAVINGS = 3;

const LEAST_NAME_COLUMNS = 12;

/** The cost of a request, by route and per month, and the largest savings. */
export function costLines({ cost, telemetry }: SmokeReport, { columns, paint }: Look): string[] {
  if (telemetry.spans + telemetry.logs + telemetry.metricPoints === 0) return [];
  const rows = [COST_HEADS, ...costRows(cost)];
  const widths = COST_HEADS.map((_, column) => Math.max(...rows.map(row => widthOf(row[column] ?? ''))));
  const numbers = widths.slice(1).reduce((sum, width) => sum + width + 2, 0);
  const nameColumns = Math.max(LEAST_NAME_COLUMNS, Math.min(widths[0] ?? 0, columns - 2 - numbers));
  const table = rows.map(([name, ...cells], index) => {
    const line = `  ${fitColumns(name, nameColumns)}${cells
      .map((cell, column) => `  ${fitColumns(cell, widths[column + 1] ?? 0, 'right')}`)
      .join('')}`;
    return index === 0 ? paint('dim', line) : line;
  });
  const month = monthWords(cost);
  const savings = cost.savings.slice(0, MOST_SAVINGS).map(({ message, fix }) => `${message}: ${fix}`);
  return [
    'cost',
    ...table.map(line => fitColumns(line, columns).trimEnd()),
    ...(month === '' ? [] : wrap(month, columns - 2).map(line => `  ${line}`)),
    ...savings.flatMap(text =>
      wrap(text, columns - 4).map((line, index) => `  ${index === 0 ? paint('yellow', '!') : ' '} ${line}`),
    ),
  ];
}

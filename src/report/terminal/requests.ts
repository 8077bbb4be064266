import { hideSecrets } from '../../checks/secret-patterns.ts';
import { fitColumns } from '../fit-columns.ts';
import { formatMilliseconds } from '../headline.ts';
import type { SmokeReport } from '../report.ts';
import { type Look, wrap } from './look.ts';

/** The requests with their answers, and the process that they went to. */
export function requestLines({ requests, checks }: SmokeReport, { paint, columns }: Look): string[] {
  if (requests.length === 0) return [];
  const rows = requests.map(({ method, url, status, error, durationMs }) => {
    const outcome = error === null ? `${status}, ${formatMilliseconds(durationMs)}` : error;
    const style =
      error !== null || (status ?? 0) >= 500 ? 'red' : (status ?? 0) >= 400 ? 'yellow' : undefined;
    const room = Math.max(16, columns - outcome.length - 5);
    const request = fitColumns(hideSecrets(`${method} ${url}`), room).trimEnd();
    return `  ${request} → ${style ? paint(style, outcome) : outcome}`;
  });
  const asked = checks
    .find(({ id }) => id === 'requests-answered')
    ?.evidence.filter(({ kind }) => kind === 'process')
    .flatMap(({ text }) => wrap(text, columns - 2).map(line => paint('dim', `  ${line}`)));
  return ['requests', ...rows, ...(asked ?? [])];
}

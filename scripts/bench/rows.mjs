import { AGENTS, ALL_PEERS } from './peers.mjs';
import { median } from './statistics.mjs';

/** What a peer adds to the bare command: the median over the rounds of the difference between neighbours in time. */
export function addedBy(peer, values) {
  return median(values[peer].map((value, round) => value - (values.bare?.[round] ?? 0)));
}

/**
 * A row of the table: medians, what each peer adds to the bare command, and the ratio of the two.
 *
 * @returns {Record<string, any>} the cells as strings, those of the agents as a list
 */
export function describe({ what, unit, digits = 0, values, reach, note }) {
  const scale = unit === 'MB' ? 1e6 : 1;
  const text = value =>
    `${(value / scale).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })}${unit && ` ${unit}`}`;
  const added = peer => addedBy(peer, values);
  const ratio =
    values['otel-run'] && values.official ? added('otel-run') / Math.max(0, added('official')) : NaN;
  return {
    what,
    ...Object.fromEntries(ALL_PEERS.map(peer => [peer, values[peer] ? text(median(values[peer])) : ''])),
    agents: Object.keys(AGENTS).map(peer => (values.bare && values[peer] ? text(added(peer)) : '')),
    added: values.bare && values['otel-run'] ? text(added('otel-run')) : '',
    addedOfficial: values.bare && values.official ? text(added('official')) : '',
    ratio: ratio >= 0 && ratio < Infinity ? ratio.toFixed(2) : '',
    reach: reach === undefined ? '' : `≤ ${reach}`,
    note: note ?? '',
  };
}

/** Prints a row while the rest is still being measured. */
export function printRow(row) {
  const {
    what,
    bare,
    'otel-run': ours,
    official,
    added,
    addedOfficial,
    agents,
    ratio,
    reach,
    note,
  } = describe(row);
  const others = agents.some(Boolean) ? `(${agents.map(cell => `+${cell}`).join(', ')})` : '';
  console.log(
    `${what.padEnd(56)} ${[bare, ours, official].map(cell => cell.padStart(10)).join(' ')}   +${added} / +${addedOfficial} = ${ratio} ${reach} ${others} ${note}`,
  );
}

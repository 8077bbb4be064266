/**
 * Package → version ranges without the zeros that say nothing: `>=4.0.0 <5` is `>=4 <5`. Every process that starts
 * reads this table.
 */
export function shortRanges(targets) {
  const entries = Object.entries(targets).map(([name, ranges]) => [name, ranges.map(shortRange)]);
  return Object.fromEntries(entries);
}

function shortRange(range) {
  return range.replace(/(>=\d+(?:\.[1-9]\d*)?)(?:\.0)+(?![\w.+-])/g, '$1');
}

/**
 * Throws unless a peer exported what a scenario must export. Without that, its cost means nothing.
 *
 * @param summary what the collector counted
 * @param expected server spans by `<name> <route>`, log records by their body, all of them correlated
 */
export function verify(peer, summary, { servers, records = {} }) {
  const total = Object.values(records).reduce((sum, count) => sum + count, 0);
  const seen = JSON.stringify([summary.servers, summary.records, summary.correlated]);
  const wanted = JSON.stringify([servers, records, total]);
  if (seen !== wanted) throw new Error(`${peer} exported ${seen}, not ${wanted}`);
}

import { PEERS } from './peers.mjs';

/**
 * Measures all peers, round by round, one after the other, so that other load on the
 * machine affects all of them equally.
 *
 * @param measure resolves with numbers by name; called once more before the first
 * round, to warm caches, without counting
 * @returns `{ [what]: { [peer]: numbers } }`, one number per round
 */
export async function interleave(rounds, measure, peers = PEERS) {
  const results = {};
  for (let round = -1; round < rounds; round++) {
    for (const peer of peers) {
      const measured = await measure(peer, round < 0);
      if (round < 0) continue;
      for (const [what, value] of Object.entries(measured)) {
        results[what] ??= Object.fromEntries(peers.map(name => [name, []]));
        results[what][peer].push(value);
      }
    }
  }
  return results;
}

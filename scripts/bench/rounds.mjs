import { PEERS } from './peers.mjs';

/**
 * Measures all peers, round by round, one after the other: what else the machine does then meets all of them alike.
 *
 * @param measure resolves with numbers by the name of what was measured; called once more before the first round,
 *   which warms caches and is not counted
 * @returns `{ [what]: { [peer]: numbers } }`, a number a round
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

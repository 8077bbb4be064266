import { describe, expect, it } from 'vitest';
import type { TreeProcess } from '../../src/smoke/process-tree.ts';
import { TreeWatch } from '../../src/smoke/tree-watch.ts';

const NODE: TreeProcess = {
  pid: 7,
  ppid: 1,
  argv: ['node', 'server.js'],
  executable: '/usr/bin/node',
  state: 'S',
  ticks: 9,
};

/** What Linux lists, for some milliseconds, of a process whose memory it takes back. */
const ENDING: TreeProcess = { ...NODE, argv: [], executable: '', state: 'R' };

const SHELL: TreeProcess = { ...NODE, argv: ['sh', '-c', 'true'], executable: '/bin/dash' };

/** What a watch knows after one look at each of these rows. */
function nodesAfter(...looks: readonly TreeProcess[]): (readonly string[])[] {
  const rows = [...looks];
  const watch = new TreeWatch(NODE.pid, () => [rows.shift()].flatMap(row => row ?? []));
  for (const _ of looks) watch.look();
  watch.stop();
  return watch.nodeProcesses().map(({ argv }) => argv);
}

describe('TreeWatch', () => {
  it('counts a process that lived long enough for a preload', () => {
    expect(nodesAfter(NODE)).toEqual([]);
    expect(nodesAfter(NODE, NODE)).toEqual([NODE.argv]);
  });

  it('keeps what a process ran while the system takes its memory back', () => {
    expect(nodesAfter(NODE, NODE, ENDING)).toEqual([NODE.argv]);
    expect(nodesAfter(NODE, ENDING, ENDING)).toEqual([]);
  });

  it('forgets a process that became another program', () => {
    expect(nodesAfter(NODE, NODE, SHELL)).toEqual([]);
  });
});

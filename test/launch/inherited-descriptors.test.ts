import { describe, expect, it } from 'vitest';
import {
  type Descriptor,
  inheritedDescriptors,
  readDescriptors,
} from '../../src/launch/inherited-descriptors.ts';

const QUEUE = 'anon_inode:[eventpoll]';
const RING = 'anon_inode:[io_uring]';
const EVENT = 'anon_inode:[eventfd]';

/** What Node.js opens by itself in this order, at the lowest free numbers. `p1` and the like are ends of a pipe. */
const NODE_20 = `${QUEUE} p1 p1 p2 p2 ${EVENT} ${QUEUE} /dev/null p3 p3 ${EVENT} ${QUEUE} p4 p4 ${EVENT}`;
const NODE_22 = `${QUEUE} ${RING} p1 p1 p2 p2 ${EVENT} /dev/null ${QUEUE} ${RING} p3 p3 ${EVENT} ${QUEUE} ${RING} p4 p4 ${EVENT}`;

/** Recorded: 20.19, 20.20 and 18.20 open the same, and so do 22.15, 22.23, 24.0, 24.21 and 26.10. */
const VERSIONS = [
  { version: 'Node.js 20', own: NODE_20.split(' ') },
  { version: 'Node.js 22, 24 and 26', own: NODE_22.split(' ') },
];

const INHERITED: { title: string; given: Record<number, string>; found: number[] }[] = [
  { title: 'nothing', given: {}, found: [] },
  { title: 'the jobserver of make at 3 and 4', given: { 3: 'pipe:[7]', 4: 'pipe:[7]' }, found: [3, 4] },
  { title: 'a listening socket at 3, as of systemd', given: { 3: 'socket:[9]' }, found: [3] },
  { title: 'a file at 7, between those of Node.js', given: { 7: '/etc/passwd' }, found: [7] },
  { title: 'one end of a pipe at 9', given: { 9: 'pipe:[7]' }, found: [9] },
  { title: '/dev/null at 3', given: { 3: '/dev/null' }, found: [3] },
  { title: 'a socket and a file far apart', given: { 3: 'socket:[9]', 11: '/tmp/log' }, found: [3, 11] },
];

describe('inheritedDescriptors', () => {
  for (const { version, own } of VERSIONS) {
    for (const { title, given, found } of INHERITED) {
      it(`finds ${title} under ${version}`, () => {
        expect(inheritedDescriptors(descriptorTable(own, given))).toEqual(found);
      });
    }
  }

  it('leaves out what another program would inherit anyway', () => {
    const table = descriptorTable(NODE_22.split(' '), { 3: 'pipe:[7]' });
    const open = { number: 251, target: 'pipe:[8]', closesOnExec: false };
    expect(inheritedDescriptors([...table, open])).toEqual([3]);
  });

  it('leaves out stdio', () => {
    expect(inheritedDescriptors([{ number: 1, target: 'pipe:[7]', closesOnExec: true }])).toEqual([]);
  });
});

describe('readDescriptors', () => {
  it.runIf(process.platform === 'linux')('reads number, target and flag of what is open', () => {
    const descriptors = readDescriptors() ?? [];
    expect(descriptors.map(({ number }) => number)).toEqual(expect.arrayContaining([0, 1, 2]));
    expect(descriptors).toContainEqual({
      number: expect.any(Number),
      target: QUEUE,
      closesOnExec: true,
    });
  });
});

/** stdio, what was given, and at the lowest free numbers what Node.js opened. */
function descriptorTable(own: readonly string[], given: Readonly<Record<number, string>>): Descriptor[] {
  const targets = new Map(Object.entries(given).map(([number, target]) => [Number(number), target]));
  for (const number of [0, 1, 2]) targets.set(number, '/dev/pts/0');
  for (const target of own) {
    let number = 3;
    while (targets.has(number)) number++;
    targets.set(number, target.replace(/^p(\d)$/, 'pipe:[4000$1]'));
  }
  return [...targets].map(([number, target]) => ({ number, target, closesOnExec: number > 2 }));
}

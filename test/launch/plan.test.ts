import { describe, expect, it } from 'vitest';
import { type LaunchFacts, planLaunch } from '../../src/launch/plan.ts';

const KIB = 1024;

const SAFE: LaunchFacts = {
  canExec: true,
  path: '/usr/bin/node',
  surelyExecutable: true,
  descriptors: [],
  channel: undefined,
  strings: ['node', 'app.js', 'PATH=/usr/bin'],
};

const CHANNEL = { descriptor: 3, serialization: 'json' } as const;

const CASES: { title: string; facts: Partial<LaunchFacts>; launch: 'exec' | 'spawn' }[] = [
  { title: 'nothing stands in the way', facts: {}, launch: 'exec' },
  { title: 'Node.js has no execve', facts: { canExec: false }, launch: 'spawn' },
  { title: 'the kernel might refuse the file', facts: { surelyExecutable: false }, launch: 'spawn' },
  { title: 'a descriptor would be lost', facts: { descriptors: [3] }, launch: 'spawn' },
  { title: 'the message channel would be lost', facts: { channel: CHANNEL }, launch: 'spawn' },
  {
    title: 'one string is as long as the kernel takes alone, and too long with the rest',
    facts: { strings: ['x'.repeat(128 * KIB - 1)] },
    launch: 'spawn',
  },
  {
    title: 'one string has more bytes than characters',
    facts: { strings: ['é'.repeat(65 * KIB)] },
    launch: 'spawn',
  },
  {
    title: 'many strings are together larger than every stack limit grants',
    facts: { strings: Array.from({ length: 100 }, () => 'x'.repeat(2 * KIB)) },
    launch: 'spawn',
  },
  {
    title: 'many empty strings need more pointers than there is room for',
    facts: { strings: Array.from({ length: 20_000 }, () => '') },
    launch: 'spawn',
  },
  {
    title: 'the environment is large but fits',
    facts: { strings: Array.from({ length: 50 }, () => 'x'.repeat(2 * KIB)) },
    launch: 'exec',
  },
];

describe('planLaunch', () => {
  for (const { title, facts, launch } of CASES) {
    it(`chooses ${launch} where ${title}`, () => {
      expect(planLaunch({ ...SAFE, ...facts }).launch).toBe(launch);
    });
  }

  it('says what a child inherits', () => {
    expect(planLaunch({ ...SAFE, descriptors: [4, 7], channel: CHANNEL })).toEqual({
      launch: 'spawn',
      descriptors: [4, 7],
      channel: CHANNEL,
    });
  });
});

import { describe, expect, it } from 'vitest';
import { describeChannel } from '../../src/launch/message-channel.ts';
import { type NotStarted, notSpawned } from '../../src/launch/not-started.ts';
import { descriptorsOf } from '../../src/launch/spawn.ts';

const INHERIT = ['inherit', 'inherit', 'inherit'];

describe('descriptorsOf', () => {
  const CHANNEL = { descriptor: 4, serialization: 'json' } as const;

  it('gives a child stdio', () => {
    expect(descriptorsOf({ descriptors: [], channel: undefined })).toEqual(INHERIT);
  });

  it('gives a child each descriptor at its own number, and the channel at that of the parent', () => {
    expect(descriptorsOf({ descriptors: [6, 3], channel: CHANNEL })).toEqual([
      ...INHERIT,
      3,
      'ipc',
      'ignore',
      6,
    ]);
  });
});

describe('describeChannel', () => {
  const CASES = [
    { environment: '', channel: { descriptor: undefined, serialization: 'json' } },
    { environment: 'A=1\0NODE_CHANNEL_FD=3\0', channel: { descriptor: 3, serialization: 'json' } },
    {
      environment: 'NODE_CHANNEL_SERIALIZATION_MODE=advanced\0NODE_CHANNEL_FD=12\0',
      channel: { descriptor: 12, serialization: 'advanced' },
    },
    {
      environment: 'X=NODE_CHANNEL_FD=3\0MY_NODE_CHANNEL_FD=4\0',
      channel: { descriptor: undefined, serialization: 'json' },
    },
  ];
  for (const { environment, channel } of CASES) {
    it(`reads ${JSON.stringify(environment)}`, () => {
      expect(describeChannel(environment)).toEqual(channel);
    });
  }
});

describe('a command that could not be started', () => {
  const CASES: { error: string; platform: string; exitCode: NotStarted['exitCode']; reason: RegExp }[] = [
    { error: 'ENOENT', platform: 'linux', exitCode: 126, reason: /app cannot be executed: .*interpreter/ },
    { error: 'ENOENT', platform: 'win32', exitCode: 127, reason: /app: command not found/ },
    { error: 'EACCES', platform: 'linux', exitCode: 126, reason: /permission denied/ },
    { error: 'E2BIG', platform: 'linux', exitCode: 126, reason: /longer than the system accepts/ },
    { error: 'EIO', platform: 'linux', exitCode: 126, reason: /app cannot be executed: EIO/ },
    { error: 'EAGAIN', platform: 'linux', exitCode: 125, reason: /app could not be started: EAGAIN/ },
  ];
  for (const { error, platform, exitCode, reason } of CASES) {
    it(`ends with ${exitCode} for ${error} on ${platform}`, () => {
      expect(notSpawned('app', error, platform)).toEqual({
        kind: 'refused',
        exitCode,
        reason: expect.stringMatching(reason),
      });
    });
  }
});

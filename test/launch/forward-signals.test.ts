import { describe, expect, it } from 'vitest';
import { reachesChildItself } from '../../src/launch/forward-signals.ts';

const CASES = [
  { signal: 'SIGINT', platform: 'linux', inForeground: true, reaches: true },
  { signal: 'SIGINT', platform: 'linux', inForeground: false, reaches: false },
  { signal: 'SIGTSTP', platform: 'darwin', inForeground: true, reaches: true },
  { signal: 'SIGTERM', platform: 'linux', inForeground: true, reaches: false },
  { signal: 'SIGHUP', platform: 'linux', inForeground: true, reaches: false },
  { signal: 'SIGINT', platform: 'win32', inForeground: false, reaches: true },
  { signal: 'SIGHUP', platform: 'win32', inForeground: false, reaches: true },
];

describe('a signal to the parent', () => {
  for (const { signal, platform, inForeground, reaches } of CASES) {
    const where = `${platform} in the ${inForeground ? 'foreground' : 'background'}`;
    it(`${reaches ? 'reaches' : 'does not reach'} the child by itself: ${signal} on ${where}`, () => {
      expect(reachesChildItself(signal, platform, () => inForeground)).toBe(reaches);
    });
  }
});

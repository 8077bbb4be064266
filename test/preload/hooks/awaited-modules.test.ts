import { describe, expect, it } from 'vitest';
import { AwaitedModules } from '../../../src/preload/hooks/awaited-modules.ts';

function awaiting(targetsOfEach: readonly (readonly string[])[], failing: readonly number[] = []) {
  const enabled: number[] = [];
  const lines: string[] = [];
  const awaited = targetsOfEach.map((targets, index) => ({
    targets,
    enable() {
      if (failing.includes(index)) throw new Error('it is broken');
      enabled.push(index);
    },
  }));
  const modules = new AwaitedModules(awaited, (level, message) => lines.push(`${level}: ${message}`));
  return { modules, enabled, lines };
}

describe('what waits for modules', () => {
  it('is enabled once, by the first of its modules', () => {
    const { modules, enabled } = awaiting([['pg', 'pg-pool'], ['pg'], ['redis']]);

    expect([modules.activate('pg-pool'), modules.activate('pg'), modules.activate('pg')]).toEqual([
      true,
      true,
      false,
    ]);
    expect(enabled).toEqual([0, 1]);
  });

  it('keeps neither the module nor its neighbours from loading where it fails', () => {
    const { modules, enabled, lines } = awaiting([['pg'], ['pg']], [0]);

    expect(modules.activate('pg')).toBe(true);
    expect(enabled).toEqual([1]);
    expect(lines).toEqual(['warn: pg is not instrumented: it is broken']);
  });

  it('is known by name before and after', () => {
    const { modules } = awaiting([['pg']]);
    modules.activate('pg');

    expect([modules.isTarget('pg'), modules.isTarget('redis'), modules.targets]).toEqual([
      true,
      false,
      ['pg'],
    ]);
  });
});

import { expect, it, vi } from 'vitest';
import { createWaits } from '../../src/receiver/wait-for.ts';
import { parseSmoke } from '../../src/smoke/arguments.ts';

const SILENT = { out() {}, error() {} };

it('waits as long as a timer can where it may wait longer', () => {
  const { timeout } = parseSmoke(['--timeout', '1e9', '--', 'true'], SILENT);

  expect(timeout).toBe(2 ** 31 - 1);
});

it('waits for telemetry as long as a timer can where it may wait longer', async () => {
  const setTimer = vi.spyOn(globalThis, 'setTimeout');
  const waits = createWaits({ spans: [], logs: [], metricPoints: [], requests: [] });

  const waiting = waits.waitFor(() => false, 1e12);

  expect(setTimer).toHaveBeenCalledWith(expect.any(Function), 2 ** 31 - 1);
  waits.abandon();
  await expect(waiting).rejects.toThrow('closed');
});

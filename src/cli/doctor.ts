import { reportOf } from '../doctor/report.ts';
import { painter, wantsColour } from '../report/colours.ts';
import { doctorText } from '../report/doctor-text.ts';
import { parseDoctor } from './doctor-arguments.ts';
import { examine } from './doctor-examine.ts';
import type { Outcome, World } from './world.ts';

/** Prints the effective configuration and what is wrong with it. Exit code 0 without errors, else 1. */
export async function doctor(argv: readonly string[], world: World): Promise<Outcome> {
  const invocation = parseDoctor(argv, world);
  const report = reportOf(await examine(invocation, world), invocation);
  const paint = painter(!invocation.json && wantsColour(world.env, world.terminal ?? false));
  world.out(
    invocation.json
      ? `${JSON.stringify(report, undefined, 2)}\n`
      : doctorText(report, { all: invocation.all, paint }),
  );
  return { kind: 'exit', code: report.ok ? 0 : 1 };
}

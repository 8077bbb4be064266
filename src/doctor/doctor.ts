import type { CommandOutcome, World } from '../command-line/world.ts';
import { painter, wantsColour } from '../report/colours.ts';
import { parseDoctor } from './arguments.ts';
import { examine } from './examine.ts';
import { reportOf } from './report.ts';
import { doctorText } from './text.ts';

/** Prints the effective configuration and what is wrong with it. Exit code 0 without errors, else 1. */
export async function doctor(argv: readonly string[], world: World): Promise<CommandOutcome> {
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

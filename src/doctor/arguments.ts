import type { DoctorInvocation } from '../command-line/invocation.ts';
import { common, newProgram, type Options } from '../command-line/program.ts';
import type { World } from '../command-line/world.ts';

const EXAMPLES = `
Examples:
  otel-run doctor
  otel-run doctor --strict -e .env.production -- node dist/server.js
  docker run --rm <image> npx otel-run doctor --probe

Exit codes: 0 no errors (warnings are allowed without --strict), 1 errors, 125 bad usage.`;

/** Reads `otel-run doctor`. */
export function parseDoctor(argv: readonly string[], output: Pick<World, 'out' | 'error'>): DoctorInvocation {
  const program = newProgram('otel-run doctor', output)
    .description('Shows the effective configuration, where each value comes from, and what is wrong with it.')
    .usage('[options] [-- <command> [args...]]')
    .addHelpText('after', EXAMPLES)
    .option('--json', 'print the report as JSON (schemas/doctor.schema.json)')
    .option('--strict', 'count warnings as errors, for CI')
    .option('--all', 'also list unset variables with their defaults, and packages that are not installed')
    .option('--probe', 'send an empty export for each signal as a run would, and read the answer')
    .parse(argv, { from: 'user' });
  const { json = false, strict = false, all = false, probe = false } = program.opts<Options>();
  return { ...common(program), json, strict, all, probe };
}

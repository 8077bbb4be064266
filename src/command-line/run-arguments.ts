import type { RunInvocation } from './invocation.ts';
import { common, newProgram, type Options } from './program.ts';
import type { World } from './world.ts';

const EXAMPLES = `
Commands:
  otel-run doctor     show the effective configuration and what is wrong with it
  otel-run smoke      run a command against an embedded receiver and check what it emits
  otel-run view       show what a command does, live, on a page of this machine
  otel-run mcp        give an agent what a running view holds

Examples:
  otel-run --service api -- node dist/server.js
  otel-run -e .env -e .env.production npm start
  otel-run --dry-run -s worker -- node dist/worker.js
  otel-run -s worker                  with "otel-run": { "services": { "worker": "node …" } } in package.json

Exit codes: the command's own; 125 otel-run refused or failed, 126 the command cannot be executed, 127 not found.`;

/** Reads `otel-run <command>`. */
export function parseRun(argv: readonly string[], output: Pick<World, 'out' | 'error'>): RunInvocation {
  const program = newProgram('otel-run', output)
    .description('Runs a command with OpenTelemetry in every Node.js process that it starts.')
    .usage('[options] [--] <command> [args...]')
    .version(__VERSION__, '-v, --version', 'print the version')
    .addHelpText('after', EXAMPLES)
    .option('--dry-run', 'print the command and the changes of its environment, and exit')
    .parse(argv, { from: 'user' });
  return { ...common(program), dryRun: program.opts<Options>().dryRun ?? false };
}

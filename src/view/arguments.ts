import { InvalidArgumentError, Option } from 'commander';
import type { CommonInvocation } from '../command-line/invocation.ts';
import { common, newProgram } from '../command-line/program.ts';
import type { World } from '../command-line/world.ts';

/** `otel-run view`. Without a command it receives what others send. */
export interface ViewInvocation extends CommonInvocation {
  /** Where the page is: exactly there, or from there on. */
  readonly port: { readonly number: number; readonly fixed: boolean };
  readonly open: boolean;
  readonly maxSpans: number;
  /** The file that the page is written to at the end. */
  readonly save: string | undefined;
  readonly quiet: boolean;
}

/** Where the page is, unless an option names a port or this one is taken. */
export const DEFAULT_PORT = 4319;

const DEFAULT_MAX_SPANS = 20_000;

const EXAMPLES = `
Without a command it receives what anything sends to 127.0.0.1:4317 (gRPC) and 127.0.0.1:4318 (HTTP).
A second view joins the one that runs already: one page shows both.

Examples:
  otel-run view -- npm run dev
  otel-run view --open -- node --watch src/server.ts
  otel-run view --save trace.html -- node dist/job.js
  otel-run view                        then start an application that sends to 127.0.0.1:4318

For programs and agents: http://127.0.0.1:4319/api/traces and the like, MCP at http://127.0.0.1:4319/mcp, and otel-run mcp
for clients that start their servers. docs/view.md tells more.

Exit codes: the command's own; 125 otel-run refused or failed, 126 the command cannot be executed, 127 not found.`;

/** Reads `otel-run view [options] [-- <command>]`. */
export function parseView(argv: readonly string[], output: Pick<World, 'out' | 'error'>): ViewInvocation {
  const program = newProgram('otel-run view', output)
    .description('Shows what the application does, live, on a page of this machine.')
    .usage('[options] [-- <command> [args...]]')
    .addHelpText('after', EXAMPLES);
  for (const option of viewOptions()) program.addOption(option);
  const options = program.parse(argv, { from: 'user' }).opts();
  return {
    ...common(program),
    port: { number: options.port ?? DEFAULT_PORT, fixed: options.port !== undefined },
    open: options.open ?? false,
    maxSpans: options.maxSpans ?? DEFAULT_MAX_SPANS,
    save: options.save,
    quiet: options.quiet ?? false,
  };
}

function viewOptions(): Option[] {
  return [
    new Option(
      '--port <n>',
      `where the page is (default ${DEFAULT_PORT}, else the next free one; 0: any)`,
    ).argParser(parsePort),
    new Option('--open', 'open the page in the browser'),
    new Option('--no-open', 'do not (the default)').default(undefined),
    new Option(
      '--max-spans <n>',
      `how many spans are kept, the oldest traces go first (default ${DEFAULT_MAX_SPANS})`,
    ).argParser(parseMaxSpans),
    new Option('--save <file>', 'write the page with what it holds as one HTML file at the end'),
    new Option('--quiet', 'print nothing, neither the address nor a line a request'),
  ];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It has to be a port: a number from 0 to 65535.');
}

function parseMaxSpans(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('It has to be a whole number above 0.');
}

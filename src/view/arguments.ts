import { InvalidArgumentError, Option } from 'commander';
import type { CommonInvocation } from '../command-line/invocation.ts';
import { common, newProgram } from '../command-line/program.ts';
import type { World } from '../command-line/world.ts';

/** `otel-run view`. Without a command, it receives what other processes send. */
export interface ViewInvocation extends CommonInvocation {
  /** The port of the page: exactly this one, or the first to try. */
  readonly port: { readonly number: number; readonly fixed: boolean };
  readonly open: boolean;
  readonly maxSpans: number;
  /** The file for the page at the end. */
  readonly save: string | undefined;
  readonly quiet: boolean;
}

/** The port of the page, unless an option names another or this one is in use. */
export const DEFAULT_PORT = 4319;

const DEFAULT_MAX_SPANS = 20_000;

const EXAMPLES = `
Without a command, it receives whatever is sent to 127.0.0.1:4317 (gRPC) and 127.0.0.1:4318 (HTTP).
A second view joins the running one, and one page shows both.

Examples:
  otel-run view -- npm run dev
  otel-run view --open -- node --watch src/server.ts
  otel-run view --save trace.html -- node dist/job.js
  otel-run view                        then start an application that sends to 127.0.0.1:4318

For programs and agents: http://127.0.0.1:4319/api/traces and similar, MCP at http://127.0.0.1:4319/mcp, and otel-run mcp
for clients that start their servers. See docs/view.md.

Exit codes: the command's own; 125 otel-run refused or failed, 126 the command cannot be executed, 127 not found.`;

/** Reads `otel-run view [options] [-- <command>]`. */
export function parseView(argv: readonly string[], output: Pick<World, 'out' | 'error'>): ViewInvocation {
  const program = newProgram('otel-run view', output)
    .description('Shows live what the application does, on a local page.')
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
      `port of the page (default ${DEFAULT_PORT} or the next free one; 0: any)`,
    ).argParser(parsePort),
    new Option('--open', 'open the page in the browser'),
    new Option('--no-open', 'do not open it (default)').default(undefined),
    new Option(
      '--max-spans <n>',
      `spans, and log records, to keep; the oldest traces go first (default ${DEFAULT_MAX_SPANS})`,
    ).argParser(parseMaxSpans),
    new Option('--save <file>', 'write the page with its contents as one HTML file at the end'),
    new Option('--quiet', 'print nothing, neither the address nor a line per request'),
  ];
}

function parsePort(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= 65_535) return port;
  throw new InvalidArgumentError('It must be a port: a number from 0 to 65535.');
}

function parseMaxSpans(text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number > 0 && Number.isSafeInteger(number)) return number;
  throw new InvalidArgumentError('It must be a whole number above 0.');
}

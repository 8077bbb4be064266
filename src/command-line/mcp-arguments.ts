import { InvalidArgumentError, Option } from 'commander';
import { plainProgram } from './program.ts';
import type { World } from './world.ts';

const EXAMPLES = `
For a client that starts its servers, as in .mcp.json:
  { "mcpServers": { "otel-run": { "command": "npx", "args": ["otel-run", "mcp"] } } }

A client that speaks HTTP can connect to the view directly: http://127.0.0.1:4319/mcp`;

/** Reads `otel-run mcp`. */
export function parseMcp(
  argv: readonly string[],
  output: Pick<World, 'out' | 'error'>,
): { readonly port: number | undefined } {
  const program = plainProgram('otel-run mcp', output)
    .description(
      'Serves the contents of a running otel-run view to an agent: the Model Context Protocol over stdin and stdout.',
    )
    .addHelpText('after', EXAMPLES)
    .addOption(
      new Option('--port <n>', 'port of the view; default: the view that was started last').argParser(
        text => {
          const port = Number(text);
          if (/^\d+$/.test(text) && port > 0 && port <= 65_535) return port;
          throw new InvalidArgumentError('It must be a port: a number from 1 to 65535.');
        },
      ),
    );
  return { port: program.parse(argv, { from: 'user' }).opts().port };
}

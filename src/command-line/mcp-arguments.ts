import { InvalidArgumentError, Option } from 'commander';
import { plainProgram } from './program.ts';
import type { World } from './world.ts';

const EXAMPLES = `
For a client that starts its servers, as in .mcp.json:
  { "mcpServers": { "otel-run": { "command": "npx", "args": ["otel-run", "mcp"] } } }

A client that speaks HTTP can use the view itself: http://127.0.0.1:4319/mcp`;

/** Reads `otel-run mcp`. */
export function parseMcp(
  argv: readonly string[],
  output: Pick<World, 'out' | 'error'>,
): { readonly port: number | undefined } {
  const program = plainProgram('otel-run mcp', output)
    .description(
      'Gives an agent what a running otel-run view holds: the Model Context Protocol over stdin and stdout.',
    )
    .addHelpText('after', EXAMPLES)
    .addOption(
      new Option('--port <n>', 'port of the view; else the one that was started last').argParser(text => {
        const port = Number(text);
        if (/^\d+$/.test(text) && port > 0 && port <= 65_535) return port;
        throw new InvalidArgumentError('It has to be a port: a number from 1 to 65535.');
      }),
    );
  return { port: program.parse(argv, { from: 'user' }).opts().port };
}

import { Command, InvalidArgumentError, Option } from 'commander';
import type { World } from '../../command-line/world.ts';

const EXAMPLES = `
For a client that starts its servers, as in .mcp.json:
  { "mcpServers": { "otel-run": { "command": "npx", "args": ["otel-run", "mcp"] } } }

A client that speaks HTTP can use the view itself: http://127.0.0.1:4319/mcp`;

/** Reads `otel-run mcp`. */
export function parseMcp(
  argv: readonly string[],
  output: Pick<World, 'out' | 'error'>,
): { readonly port: number | undefined } {
  const program = new Command('otel-run mcp')
    .description(
      'Gives an agent what a running otel-run view holds: the Model Context Protocol over stdin and stdout.',
    )
    .helpOption('-h, --help', 'print this help')
    .exitOverride()
    .configureOutput({
      writeOut: output.out,
      writeErr: output.error,
      outputError: (text, write) => write(text.replace(/^error: /, 'otel-run: ')),
    })
    .showHelpAfterError('See otel-run mcp --help.')
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

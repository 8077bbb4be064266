import { StdioServerTransport } from '@modelcontextprotocol/sdk/server/stdio.js';
import type { CommandOutcome, World } from '../../command-line/world.ts';
import { ask, findNewestView, findView } from '../join/find.ts';
import { createMcpServer } from './server.ts';
import type { Arguments, Tool } from './tools.ts';

const NO_VIEW =
  'No otel-run view is running on this machine. Start one and ask again: otel-run view -- <command that starts the application>, for example: npx otel-run view -- npm run dev';

/** A busy view first loads what answers agents. */
const PATIENCE_MS = 30_000;

/**
 * Serves the Model Context Protocol over stdin and stdout, for clients that start their servers. Its answers
 * come from the view that is running at that moment.
 */
export async function mcp(
  { port }: { readonly port: number | undefined },
  { env }: Pick<World, 'env'>,
): Promise<CommandOutcome> {
  const server = createMcpServer((tool, parameters) => askView(tool, parameters, port, env));
  const closed = new Promise<void>(resolve => {
    server.onclose = resolve;
    process.stdin.once('end', resolve).once('close', resolve);
  });
  await server.connect(new StdioServerTransport());
  await closed;
  return { kind: 'exit', code: 0 };
}

async function askView(
  { name }: Tool,
  parameters: Arguments,
  port: number | undefined,
  env: NodeJS.ProcessEnv,
): Promise<unknown> {
  const view = port === undefined ? await findNewestView(env) : await findView(port, env);
  if (!view) throw new Error(port === undefined ? NO_VIEW : `${NO_VIEW} (looked at port ${port})`);
  const { status, body } = await ask(view.port, {
    method: 'POST',
    path: '/mcp',
    patienceMs: PATIENCE_MS,
    headers: { 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id: 1,
      method: 'tools/call',
      params: { name, arguments: parameters },
    }),
  });
  const answer = JSON.parse(body);
  const [content] = answer.result?.content ?? [];
  if (status !== 200 || !content || answer.result.isError)
    throw new Error(content?.text ?? answer.error?.message ?? `the view answered with status ${status}`);
  return JSON.parse(content.text);
}

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import { CallToolRequestSchema, ListToolsRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { argumentProblem } from './argument-problem.ts';
import { type Arguments, TOOLS, type Tool } from './tools.ts';

const INSTRUCTIONS =
  'What a Node.js application does while it runs under `otel-run view`: traces, logs, metrics, and what is wrong with them. Begin with list_findings or list_services, and continue with the ids in their answers.';

/**
 * A server of the Model Context Protocol with the tools of a view.
 *
 * @param ask gets the answer of a tool, from the view of this process or another one
 */
export function createMcpServer(ask: (tool: Tool, parameters: Arguments) => Promise<unknown>): Server {
  const server = new Server(
    { name: 'otel-run', title: 'otel-run view', version: __VERSION__ },
    { capabilities: { tools: {} }, instructions: INSTRUCTIONS },
  );
  server.setRequestHandler(ListToolsRequestSchema, async () => ({ tools: TOOLS.map(describe) }));
  server.setRequestHandler(CallToolRequestSchema, async ({ params }) => {
    const tool = TOOLS.find(({ name }) => name === params.name);
    if (!tool)
      return failed(
        `There is no tool ${params.name}. The tools are ${TOOLS.map(({ name }) => name).join(', ')}.`,
      );
    const given = params.arguments ?? {};
    const problem = argumentProblem(tool, given);
    if (problem !== undefined) return failed(problem);
    try {
      return answered(await ask(tool, given));
    } catch (error) {
      return failed((error as Error).message);
    }
  });
  return server;
}

function describe({ name, description, properties, required = [] }: Tool) {
  return {
    name,
    description,
    inputSchema: {
      type: 'object' as const,
      properties: { ...properties },
      required: [...required],
      additionalProperties: false,
    },
    annotations: { readOnlyHint: true, openWorldHint: false },
  };
}

function answered(answer: unknown) {
  return { content: [{ type: 'text' as const, text: JSON.stringify(answer) }] };
}

function failed(message: string) {
  return { isError: true, content: [{ type: 'text' as const, text: message }] };
}

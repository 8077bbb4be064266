import type { IncomingMessage, ServerResponse } from 'node:http';
import { StreamableHTTPServerTransport } from '@modelcontextprotocol/sdk/server/streamableHttp.js';
import type { Answers } from '../answers/answers.ts';
import { createMcpServer } from './server.ts';

/**
 * Answers one request of the Model Context Protocol (Streamable HTTP). There are no sessions: each request
 * gets its own server, and nothing is kept.
 */
export async function answerMcp(
  request: IncomingMessage,
  response: ServerResponse,
  answers: Answers,
): Promise<void> {
  const transport = new StreamableHTTPServerTransport({ enableJsonResponse: true });
  const server = createMcpServer(async (tool, parameters) => tool.answer(answers, parameters));
  response.on('close', () => {
    void transport.close();
    void server.close();
  });
  await server.connect(transport as Parameters<typeof server.connect>[0]);
  await transport.handleRequest(request, response);
}

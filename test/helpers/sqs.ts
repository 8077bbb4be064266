import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What of the HTTP interface of Amazon SQS consumers use, answered with given messages by the name of the queue. */
export async function startSqs(queues: Readonly<Record<string, readonly object[]>>) {
  const waiting = new Map(Object.entries(queues).map(([name, messages]) => [name, [...messages]]));
  const deleted: string[] = [];
  const server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const action = String(request.headers['x-amz-target']).split('.')[1] ?? '';
    response.setHeader('content-type', 'application/x-amz-json-1.0');
    response.end(JSON.stringify(answer(action, JSON.parse(body))));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');

  function answer(action: string, { QueueUrl = '', MaxNumberOfMessages = 1, ...rest }: Asked): object {
    const queue = waiting.get(QueueUrl.split('/').at(-1) ?? '') ?? [];
    if (action === 'ReceiveMessage') return { Messages: queue.splice(0, MaxNumberOfMessages).map(sent) };
    if (action === 'DeleteMessage') deleted.push(rest.ReceiptHandle ?? '');
    return { Successful: rest.Entries?.map(({ Id }) => ({ Id })) };
  }

  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    deleted,
    close: () => new Promise(resolve => server.close(resolve).closeAllConnections()),
  };
}

interface Asked {
  readonly QueueUrl?: string;
  readonly MaxNumberOfMessages?: number;
  readonly ReceiptHandle?: string;
  readonly Entries?: readonly { readonly Id: string }[];
}

let count = 0;

function sent(message: object & { readonly Body?: string }): object {
  const id = `message-${++count}`;
  const hash = createHash('md5')
    .update(message.Body ?? '')
    .digest('hex');
  return { MessageId: id, ReceiptHandle: id, MD5OfBody: hash, ...message };
}

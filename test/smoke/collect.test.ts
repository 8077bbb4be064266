import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../../src/receiver/receiver.ts';
import { collectTelemetry } from '../../src/smoke/collect.ts';

let receiver: Receiver;
beforeAll(async () => {
  receiver = await startReceiver();
});
afterAll(() => receiver.close());

async function send(body: string, at: number): Promise<void> {
  const logRecords = [{ timeUnixNano: String(at), body: { stringValue: body } }];
  await fetch(`${receiver.httpUrl}/v1/logs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ resourceLogs: [{ scopeLogs: [{ logRecords }] }] }),
  });
}

describe('collectTelemetry', () => {
  it('takes a request that came twice once, and leaves out what came before and after', async () => {
    await send('before', 1);
    const collected = collectTelemetry(receiver);
    for (const at of [2, 2, 3]) await send('paid', at);
    const { logs, requests } = collected();
    await send('after', 4);

    expect(logs.map(({ body, timestamp }) => [body, timestamp])).toEqual([
      ['paid', 2n],
      ['paid', 3n],
    ]);
    expect(requests).toHaveLength(3);
    expect(receiver.logs).toHaveLength(5);
  });
});

import { readFileSync } from 'node:fs';
import { Server, ServerCredentials, type ServerDuplexStream, type sendUnaryData } from '@grpc/grpc-js';
import protobuf from 'protobufjs';

type Call = ServerDuplexStream<unknown, object>;

/**
 * What of the gRPC interface of Google Cloud Pub/Sub a subscription uses: given messages, once, to whichever of its
 * streams is the first.
 *
 * @param protos the description of the interface that the client has, as JSON
 */
export async function startPubSub(protos: string, messages: readonly object[]) {
  const root = protobuf.Root.fromJSON(JSON.parse(readFileSync(protos, 'utf8')));
  const waiting = [...messages];
  const server = new Server();
  const done = (_: unknown, answer: sendUnaryData<object>) => answer(null, {});
  const methods = {
    StreamingPull: method('StreamingPullRequest', 'google.pubsub.v1.StreamingPullResponse', true),
    Acknowledge: method('AcknowledgeRequest', 'google.protobuf.Empty', false),
    ModifyAckDeadline: method('ModifyAckDeadlineRequest', 'google.protobuf.Empty', false),
  };
  const service = Object.entries(methods).map(([name, definition]) => [
    name,
    { path: `/google.pubsub.v1.Subscriber/${name}`, ...definition },
  ]);
  server.addService(Object.fromEntries(service), {
    StreamingPull(call: Call) {
      call.on('data', () => {
        const sent = waiting.splice(0);
        if (sent.length === 0) return;
        const receivedMessages = sent.map((message, index) => ({ ackId: `ack-${index}`, message }));
        call.write({ receivedMessages, subscriptionProperties: {} });
      });
      call.on('end', () => call.end());
    },
    Acknowledge: done,
    ModifyAckDeadline: done,
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { address: `127.0.0.1:${port}`, close: () => server.forceShutdown() };

  function method(request: string, response: string, isStream: boolean) {
    const [asked, answer] = [root.lookupType(`google.pubsub.v1.${request}`), root.lookupType(response)];
    const same = <Value>(value: Value) => value;
    return {
      requestStream: isStream,
      responseStream: isStream,
      requestDeserialize: (bytes: Buffer) => asked.decode(bytes),
      responseSerialize: (value: object) => Buffer.from(answer.encode(answer.fromObject(value)).finish()),
      requestSerialize: same as (value: unknown) => Buffer,
      responseDeserialize: same,
    };
  }
}

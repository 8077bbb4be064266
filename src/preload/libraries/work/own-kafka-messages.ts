/** What a producer of kafkajs sends to a topic. */
interface Sent {
  readonly messages: readonly unknown[];
}

/**
 * What is sent, with messages that may be changed, as the instrumentation does to put a trace context into their headers. The
 * application's own messages may be frozen, or be sent again by another request.
 */
export function withOwnMessages<Asked extends Sent>(sent: Asked): Asked {
  return Array.isArray(sent.messages) ? { ...sent, messages: sent.messages.map(copyOf) } : sent;
}

/** The same for several topics. */
export function withOwnTopics<Asked extends { readonly topicMessages: readonly Sent[] }>(
  batch: Asked,
): Asked {
  const { topicMessages } = batch;
  return Array.isArray(topicMessages)
    ? { ...batch, topicMessages: topicMessages.map(withOwnMessages) }
    : batch;
}

function copyOf(message: unknown): unknown {
  return typeof message === 'object' && message !== null ? { ...message } : message;
}

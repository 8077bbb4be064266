/**
 * `messaging.destination.name` of a message: its exchange, its routing key and, where it is consumed, its
 * queue, as far as they differ.
 * https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/
 */
export function rabbitMqDestination(...parts: readonly unknown[]): string {
  const named = parts.filter(part => typeof part === 'string' && part !== '');
  return named.length === 0 ? 'amq.default' : [...new Set(named)].join(':');
}

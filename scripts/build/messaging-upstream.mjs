import { importOwn, replacing } from './replacements.mjs';

const file = name =>
  new RegExp(`@opentelemetry[\\\\/]instrumentation-amqplib[\\\\/]dist[\\\\/]${name}\\.mjs$`);

const kafkajs = /@opentelemetry[\\/]instrumentation-kafkajs[\\/]dist[\\/]instrumentation\.mjs$/;

const imported = [importOwn('withOwnMessages, withOwnTopics', 'preload/libraries/work/own-kafka-messages')];

/** Upstream puts the trace context into the application's own objects. */
const COPIES = [
  {
    file: file('amqplib'),
    upstream:
      'const modifiedOptions = options ?? {};\n\t\tmodifiedOptions.headers = modifiedOptions.headers ?? {};',
    ours: 'const modifiedOptions = { ...options, headers: { ...options?.headers } };',
  },
  {
    file: kafkajs,
    upstream: 'message.headers = message.headers ?? {};',
    ours: 'message.headers = { ...message.headers };',
  },
  {
    file: kafkajs,
    upstream: 'const record = args[0];',
    ours: 'const record = args[0] = withOwnMessages(args[0]);',
    imported,
  },
  {
    file: kafkajs,
    upstream: 'const messages = args[0].topicMessages || [];',
    ours: 'args[0] = withOwnTopics(args[0]); const messages = args[0].topicMessages || [];',
    imported,
  },
].map(row => ({ ...row, until: 'upstream changes copies of what it is given' }));

const until =
  'instrumentation-amqplib writes the names of https://opentelemetry.io/docs/specs/semconv/messaging/rabbitmq/';

/** Former name of an attribute → its name in the conventions. */
const NAMES = {
  'messaging.destination': 'messaging.destination.name',
  'messaging.rabbitmq.routing_key': 'messaging.rabbitmq.destination.routing_key',
  'messaging.protocol': 'network.protocol.name',
  'messaging.protocol_version': 'network.protocol.version',
  'messaging.message_id': 'messaging.message.id',
  'messaging.conversation_id': 'messaging.message.conversation_id',
};

const KIND = '[ATTR_MESSAGING_DESTINATION_KIND]: MESSAGING_DESTINATION_KIND_VALUE_TOPIC,';

const operation = (name, type) =>
  `'messaging.operation.name': '${name}', 'messaging.operation.type': '${type}',`;

const AMQPLIB = [
  [
    `[ATTR_MESSAGING_DESTINATION]: exchange,\n\t\t\t\t\t\t${KIND}`,
    '[DESTINATION]: nameOf(exchange, msg.fields?.routingKey, queue),',
  ],
  ['[ATTR_MESSAGING_OPERATION]: MESSAGING_OPERATION_VALUE_PROCESS,', operation('process', 'process')],
  [
    `[ATTR_MESSAGING_DESTINATION]: exchange,\n\t\t\t\t${KIND}`,
    `[DESTINATION]: nameOf(exchange, routingKey), ${operation('publish', 'send')}`,
  ],
  ['if (err) span.setStatus({', "if (err) span.setAttribute('error.type', 'nack').setStatus({"],
  [
    'if (isRejected !== false) storedSpan.setStatus({',
    "if (isRejected !== false) storedSpan.setAttribute('error.type', operation.replaceAll(' ', '_')).setStatus({",
  ],
].map(([upstream, ours]) => ({
  file: file('amqplib'),
  until,
  upstream,
  ours: ours.replace('[DESTINATION]', '[ATTR_MESSAGING_DESTINATION]'),
  imported: [importOwn('rabbitMqDestination as nameOf', 'preload/libraries/work/rabbitmq-destination')],
}));

/**
 * A bundler plugin that gives the attributes of messages the names that the conventions have now, and keeps the messages as
 * they are.
 */
export function messagingUpstream() {
  return replacing('messaging-upstream', [
    ...Object.entries(NAMES).map(([former, name]) => ({
      file: file('semconv-obsolete'),
      until,
      upstream: `"${former}"`,
      ours: `"${name}"`,
    })),
    ...AMQPLIB,
    ...COPIES,
    {
      file: file('utils'),
      until,
      upstream: /ATTR_MESSAGING_PROTOCOL, protocol,/g,
      ours: 'ATTR_MESSAGING_PROTOCOL, protocol.toLowerCase(),',
    },
    // It contains the name of the user.
    { file: file('utils'), until, upstream: 'attributes[ATTR_MESSAGING_URL] = censoredUrl;', ours: '' },
  ]);
}

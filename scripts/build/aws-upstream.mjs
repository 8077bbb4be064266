import { importOwn, replacing } from './replacements.mjs';

const file = name =>
  new RegExp(`@opentelemetry[\\\\/]instrumentation-aws-sdk[\\\\/]dist[\\\\/]${name}\\.mjs$`);

const QUIETLY = importOwn('quietly', 'shared/quietly');
const OWN_INPUT = 'preload/libraries/aws/own-input';

/** Calls with which upstream reads and changes an application's commands and answers. */
const HOOKS = [
  ['return serviceExtension.requestPreSpanHook(request, config, diag);', ' ?? { isIncoming: false }'],
  ['return serviceExtension.requestPostSpanHook(request);', ''],
  [
    'return this.services.get(response.request.serviceName)?.responseHook?.(response, span, tracer, config, startTime);',
    '',
  ],
].map(([upstream, otherwise]) => ({
  // An error in one of them was the application's: of its call, or of its process.
  file: file('services[\\\\/]ServicesExtensions'),
  until: 'upstream guards the hooks of services',
  upstream,
  ours: `return quietly(() => ${upstream.slice('return '.length, -1)})${otherwise};`,
  imported: [QUIETLY],
}));

const REPLACEMENTS = [
  ...HOOKS,
  {
    // The trace context was put into the application's own objects, which may be frozen or sent again.
    file: file('aws-sdk'),
    until: 'upstream changes copies of the messages that it is given',
    upstream: 'const clientConfig = command[V3_CLIENT_CONFIG_KEY];',
    ours: found => `command = withOwnInput(command); ${found}`,
    imported: [importOwn('withOwnInput', OWN_INPUT)],
  },
  {
    file: file('services[\\\\/]MessageAttributes'),
    until: 'the row above goes',
    upstream: 'const attributes = attributesMap ?? {};',
    ours: 'const attributes = { ...attributesMap };',
  },
  {
    // An error that middleware of the application throws ended the process, and the call was never answered.
    file: file('aws-sdk'),
    until: 'upstream rejects with what a handler throws',
    upstream: 'return self._callOriginalFunction(() => origHandler.call(this, command));',
    ours: 'return new Promise(resolve => resolve(self._callOriginalFunction(() => origHandler.call(this, command))));',
  },
  {
    // Only reading the stream ended the span of a request for one.
    file: file('aws-sdk'),
    until: 'upstream ends the span of a request for a stream that is refused',
    upstream: 'self._callUserExceptionResponseHook(span, normalizedRequest, err);',
    ours: found => `${found} span.end();`,
  },
  {
    file: file('aws-sdk'),
    until: 'the row above goes',
    upstream: 'if (!requestMetadata.isStream) span.end();',
    ours: 'if (!requestMetadata.isStream && span.isRecording()) span.end();',
  },
  {
    // Of bytes, that is a list of numbers.
    file: file('services[\\\\/]bedrock-runtime'),
    until: 'upstream decodes the body of a request',
    upstream: 'JSON.parse(request.commandInput.body)',
    ours: 'JSON.parse(decodedText(request.commandInput.body))',
    imported: [importOwn('decodedText', OWN_INPUT)],
  },
];

/** A bundler plugin that keeps what an application gives to the AWS SDK, and its errors, as they are. */
export const awsUpstream = () => replacing('aws-upstream', REPLACEMENTS);

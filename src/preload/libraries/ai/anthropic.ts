import type { Tracer } from '@opentelemetry/api';
import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceCalled } from '../work/patch-library.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { type ClientMethod, observing } from './provider-call.ts';

/** The part of Anthropic's package that matters here. */
interface Anthropic {
  readonly Messages?: Resource;
  readonly Beta?: { readonly Messages?: Resource };
}

interface Resource {
  readonly prototype: { create: ClientMethod; toolRunner?: ClientMethod };
}

type Package = Anthropic & { readonly Anthropic?: Anthropic; readonly default?: Anthropic };

const observe = observing(anthropicMessages);

/** Creates a span for each message request of Anthropic's client. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets))
    patchExports(name, versions, { exports: patchAnthropic });
}

function patchAnthropic(exports: Package): void {
  const anthropic = exports.Anthropic ?? exports.default ?? exports;
  for (const resource of [anthropic.Messages, anthropic.Beta?.Messages]) {
    if (resource) replaceCalled(resource.prototype, 'create', original => observe(withoutOwnSpan(original)));
  }
  const beta = anthropic.Beta?.Messages?.prototype;
  if (beta?.toolRunner) replaceCalled(beta as Required<typeof beta>, 'toolRunner', namingOwnSpans);
}

/** Since version 1, the client has a tracer if a provider is registered, and starts a span in this call. */
function withoutOwnSpan(original: ClientMethod): ClientMethod {
  return function create(this: Messages, ...args) {
    const client = this?._client;
    if (client?._tracer === undefined) return original.apply(this, args);
    const tracer = client._tracer;
    client._tracer = undefined;
    try {
      return original.apply(this, args);
    } finally {
      client._tracer = tracer;
    }
  };
}

/** The part of the client's messages that has its tracer. */
interface Messages {
  readonly _client?: { _tracer?: Tracer | undefined };
}

/**
 * The client creates spans by the conventions for its loops of requests and tools, but with its own names.
 */
function namingOwnSpans(original: ClientMethod): ClientMethod {
  return function toolRunner(this: Messages, ...args) {
    const client = this?._client;
    if (client?._tracer && !named.has(client._tracer)) {
      client._tracer = withNames(client._tracer);
      named.add(client._tracer);
    }
    return original.apply(this, args);
  };
}

const named = new WeakSet<Tracer>();

function withNames(tracer: Tracer): Tracer {
  const startSpan: Tracer['startSpan'] = (name, options = {}, parent) => {
    const { 'gen_ai.operation.name': operation, 'gen_ai.tool.name': tool } = options.attributes ?? {};
    const known = { execute_tool: `execute_tool ${tool}`, invoke_agent: 'invoke_agent' }[String(operation)];
    return tracer.startSpan(known ?? name, options, parent);
  };
  return Object.assign(Object.create(tracer) as Tracer, { startSpan });
}

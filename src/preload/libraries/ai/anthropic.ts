import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from '../work/patch-library.ts';
import { anthropicMessages } from './anthropic-messages.ts';
import { type Method, observing } from './provider-call.ts';

/** What of Anthropic's package matters here. */
interface Anthropic {
  readonly Messages?: Resource;
  readonly Beta?: { readonly Messages?: Resource };
}

interface Resource {
  readonly prototype: { create: Method };
}

type Package = Anthropic & { readonly Anthropic?: Anthropic; readonly default?: Anthropic };

const observe = observing(anthropicMessages);

/** Makes a span of each message that Anthropic's client asks for. */
export function enable({ targets }: SetUp): void {
  for (const [name, versions] of Object.entries(targets))
    patchExports(name, versions, { exports: patchAnthropic });
}

function patchAnthropic(exports: Package): void {
  const anthropic = exports.Anthropic ?? exports.default ?? exports;
  for (const resource of [anthropic.Messages, anthropic.Beta?.Messages]) {
    if (resource) replaceMethod(resource.prototype, 'create', original => observe(withoutOwnSpan(original)));
  }
}

/** From version 1 on the client has a tracer, where a provider is registered, and starts a span in this call. */
function withoutOwnSpan(original: Method): Method {
  return function create(this: { readonly _client?: { _tracer?: unknown } }, ...args) {
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

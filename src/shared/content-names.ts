/**
 * Attributes with messages to and from generative models: those of the semantic conventions, including former
 * versions, and of libraries with their own spans (AI SDK, Anthropic's, Traceloop, OpenInference).
 * https://opentelemetry.io/docs/specs/semconv/registry/attributes/gen-ai/
 */
const CONTENTS = new RegExp(
  `^(?:${[
    'gen_ai\\.(?:(?:input|output)\\.messages|system_instructions|event\\.content|content\\..+)',
    'gen_ai\\.(?:prompt|completion)(?:\\.\\d.*)?',
    'gen_ai\\.(?:tool\\.(?:definitions|call\\.(?:arguments|result))|retrieval\\.(?:query\\.text|documents))',
    'ai\\.(?:prompt|values?|embeddings?|documents|ranking|result|decision)(?:\\..+)?',
    'ai\\.(?:request\\.text|response\\.(?:text|object|reasoning|toolCalls|files|providerMetadata))',
    'ai\\.toolCall\\.(?:args|result|input|output)',
    'anthropic\\.tool_result\\.content',
    'traceloop\\.entity\\.(?:input|output)',
    'llm\\.(?:prompts|completions|input_messages|output_messages)(?:\\..+)?',
  ].join('|')})$`,
);

let isKept = false;

/** Keeps these attributes from now on (`OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`). */
export function keepContents(kept: boolean): void {
  isKept = kept;
}

/** Whether contents are kept. */
export function keepsContents(): boolean {
  return isKept;
}

let isQuoted = false;

/**
 * Records that an error quoted contents, or values of a query: it may also be on other spans that it passes
 * through.
 */
export function noteQuotedContents(): void {
  isQuoted = true;
}

/** Whether an error has quoted contents since the process started. */
export function areContentsQuoted(): boolean {
  return isQuoted;
}

/** Whether an attribute of this name holds contents. */
export function isContent(name: string): boolean {
  return CONTENTS.test(name);
}

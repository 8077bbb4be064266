import { type Attributes, type Context, context, type Span, SpanKind, trace } from '@opentelemetry/api';
import { keepsContents } from '../../../shared/content-names.ts';
import { recordCallFailure } from './failure.ts';
import { type Measured, measure } from './measure.ts';
import { type Innermost, withInnermost } from './nesting.ts';

/** The facts of an operation of generative AI before its outcome is known. */
export interface OperationStart {
  /** The instrumentation scope. */
  readonly scope: string;
  /** `gen_ai.operation.name`. The span's name consists of it and of the target's name. */
  readonly operation: 'chat' | 'embeddings' | 'text_completion' | 'execute_tool' | 'invoke_agent';
  /** `gen_ai.provider.name`; a tool has none. */
  readonly provider?: string | undefined;
  /** The name of a model, a tool or an agent. */
  readonly name: string | undefined;
  /** Whether the answer is asked for in parts. */
  readonly isStream?: boolean | undefined;
  readonly attributes?: Attributes;
  /** The prompt, for `OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT`. Called only if that is on. */
  readonly content?: () => Attributes;
  /** The entire prompt: an error is recorded without any of its strings. */
  readonly asked?: unknown;
}

/** The known facts of an answer. */
export interface Answer {
  readonly id?: unknown;
  readonly model?: unknown;
  readonly finishReasons?: readonly unknown[] | undefined;
  readonly inputTokens?: unknown;
  readonly outputTokens?: unknown;
  readonly attributes?: Attributes;
  /** Called only if contents are recorded. */
  readonly content?: () => Attributes;
}

/** Operations of another process. All others are this application's own work. */
const OF_A_PROVIDER: readonly string[] = ['chat', 'embeddings', 'text_completion'];

/**
 * An operation of generative AI by the conventions: one span, and its measurements if metrics are on.
 * https://opentelemetry.io/docs/specs/semconv/gen-ai/gen-ai-spans/
 */
export class Operation {
  /** The context in which it is running. */
  readonly context: Context;
  readonly #start: OperationStart;
  readonly #span: Span;
  readonly #measured: Measured;
  readonly #innermost: Innermost;
  #late: number | undefined;

  constructor(start: OperationStart, parent: Context = context.active()) {
    const { scope, operation, provider, name, isStream, attributes, content } = start;
    const isOfProvider = OF_A_PROVIDER.includes(operation);
    const named: Attributes = {
      'gen_ai.operation.name': operation,
      ...(provider !== undefined && { 'gen_ai.provider.name': provider }),
      ...(isOfProvider && name !== undefined && { 'gen_ai.request.model': name }),
      // If it is missing, the request is not a stream.
      ...(isStream && { 'gen_ai.request.stream': true }),
    };
    this.#start = start;
    this.#span = trace.getTracer(scope, __VERSION__).startSpan(
      name === undefined ? operation : `${operation} ${name}`,
      {
        kind: isOfProvider ? SpanKind.CLIENT : SpanKind.INTERNAL,
        attributes: { ...named, ...attributes, ...(content && keepsContents() && content()) },
      },
      parent,
    );
    this.#measured = measure(scope, { ...named, ...attributes }, isOfProvider);
    this.#innermost = { isOfProvider, isOver: false, reach: server => this.#reach(server) };
    this.context = withInnermost(trace.setSpan(parent, this.#span), this.#innermost);
  }

  /** Calls a function within the operation. */
  run<Result>(action: () => Result): Result {
    return context.with(this.context, action);
  }

  /** The same, and ends the operation when the function throws or its promise settles. */
  runToEnd<Result>(action: () => Result): Result {
    let result: Result;
    try {
      result = this.run(action);
    } catch (error) {
      this.fail(error);
      throw error;
    }
    if (result instanceof Promise)
      result.then(
        () => this.end(),
        error => this.fail(error),
      );
    else this.end();
    return result;
  }

  /** Records the known facts of its answer, which may come in several parts. */
  answer({ id, model, finishReasons, inputTokens, outputTokens, attributes, content }: Answer): void {
    if (this.#innermost.isOver) return;
    const known: Attributes = {};
    if (typeof id === 'string') known['gen_ai.response.id'] = id;
    if (typeof model === 'string') known['gen_ai.response.model'] = model;
    const reasons = finishReasons?.filter(reason => typeof reason === 'string');
    if (reasons && reasons.length > 0) known['gen_ai.response.finish_reasons'] = reasons as string[];
    if (typeof inputTokens === 'number') known['gen_ai.usage.input_tokens'] = inputTokens;
    if (typeof outputTokens === 'number') known['gen_ai.usage.output_tokens'] = outputTokens;
    this.#span.setAttributes({ ...known, ...attributes, ...(content && keepsContents() && content()) });
    this.#measured.note(known);
  }

  #reach({ 'server.address': address, 'server.port': port }: Attributes): void {
    if (this.#start.attributes?.['server.address'] !== undefined || address === undefined) return;
    const server: Attributes = {
      'server.address': address,
      ...(port !== undefined && { 'server.port': port }),
    };
    this.#span.setAttributes(server);
    this.#measured.note(server);
  }

  /** Ends it with an error. */
  fail(error: unknown): void {
    if (this.#innermost.isOver) return;
    const { asked, operation } = this.#start;
    const type = recordCallFailure(this.#span, error, asked, operation === 'execute_tool');
    this.#measured.note({ 'error.type': type });
    this.end();
  }

  /** When it ends, it will have been over for some milliseconds. */
  overSince(milliseconds: number): void {
    this.#late = milliseconds;
  }

  /** Ends it, once. */
  end(): void {
    if (this.#innermost.isOver) return;
    this.#innermost.isOver = true;
    this.#span.end(this.#late === undefined ? undefined : Date.now() - this.#late);
    this.#measured.end(this.#late);
  }
}

import {
  type Attributes,
  type AttributeValue,
  context,
  type Exception,
  INVALID_SPAN_CONTEXT,
  type Span,
  trace,
} from '@opentelemetry/api';
import { type PatientObserver, untilAbandoned } from './abandoned.ts';
import type { Operation } from './operation.ts';
import type { StreamObserver } from './streams.ts';

/** The object that the AI SDK uses as its span. */
export class TranslatedSpan implements Span {
  readonly operation: Operation | undefined;
  #answer: PatientObserver | undefined;

  constructor(operation: Operation | undefined) {
    this.operation = operation;
  }

  spanContext() {
    return trace.getSpanContext(this.operation?.context ?? context.active()) ?? INVALID_SPAN_CONTEXT;
  }

  isRecording(): boolean {
    return this.operation !== undefined;
  }

  setAttribute(name: string, value: AttributeValue): this {
    return this.setAttributes({ [name]: value });
  }

  setAttributes(attributes: Attributes): this {
    const tokens = attributes['ai.usage.tokens'];
    this.operation?.answer({
      id: attributes['gen_ai.response.id'],
      model: attributes['gen_ai.response.model'],
      finishReasons: attributes['gen_ai.response.finish_reasons'] as string[] | undefined,
      inputTokens: attributes['gen_ai.usage.input_tokens'] ?? tokens,
      outputTokens: attributes['gen_ai.usage.output_tokens'],
    });
    return this;
  }

  recordException(error: Exception): void {
    this.operation?.fail(Object.assign(new Error(), error));
  }

  /** The SDK tells the first part of a streamed answer, which ends the span also if nobody reads the others. */
  addEvent(name: string): this {
    if (name === 'ai.stream.firstChunk' && this.operation && !this.#answer) {
      this.#answer = untilAbandoned(this.operation, endingOf(this.operation));
      this.#answer.readBy(this);
    }
    return this;
  }

  addLink(): this {
    return this;
  }

  addLinks(): this {
    return this;
  }

  setStatus(): this {
    return this;
  }

  updateName(): this {
    return this;
  }

  end(): void {
    if (this.#answer) this.#answer.onEnd();
    else this.operation?.end();
  }
}

/** It refers to nothing that reads the answer. */
function endingOf(operation: Operation): StreamObserver {
  return { onChunk() {}, onEnd: () => operation.end(), onError: error => operation.fail(error) };
}

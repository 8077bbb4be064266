import {
  type Attributes,
  type Context,
  context,
  createContextKey,
  type Span,
  trace,
} from '@opentelemetry/api';
import { extractContext, linksTo } from './carrier.ts';
import type { Completion } from './follow.ts';
import type { WorkKind, WorkOptions } from './work-options.ts';

/** A running unit of work, as seen by the code in it. */
export interface Unit {
  /** The name of the work, for its span and its metrics. */
  name: string;
  readonly kind: WorkKind;
  readonly span: Span;
  /** Whether it was created around a library's callback, with a name that no one chose. */
  readonly readyMade: boolean;
  /**
   * Whether a `withWork` of the application may still join this unit: until one has, or until it is finished.
   */
  joinable: boolean;
  /** Ends it with an error. */
  fail(error: unknown): void;
}

// In the registry of symbols, so that all copies of this code in a thread share it.
const UNIT = /* @__PURE__ */ createContextKey('otel-run.unit');

/** A context with a running unit of work. */
export function withUnit(active: Context, unit: Unit): Context {
  return active.setValue(UNIT, unit);
}

/** The unit of work whose own span is active; undefined if another span was started in it. */
export function activeUnit(active: Context): Unit | undefined {
  const unit = active.getValue(UNIT) as Unit | undefined;
  return unit && unit.span === trace.getSpan(active) ? unit : undefined;
}

/**
 * The unit of work that otel-run created around a library's callback, if a `withWork` directly in it is for
 * the same job: it has the same name, or both process a message. Only once per job, and not if the sender's
 * trace should be continued, because that unit does not do so.
 */
export function unitToJoin(
  name: string,
  { kind = 'internal', from, parent = false }: WorkOptions,
): Unit | undefined {
  const unit = activeUnit(context.active());
  if (!unit?.joinable || (from && parent)) return undefined;
  return unit.name === name || (kind === 'consumer' && unit.kind === 'consumer') ? unit : undefined;
}

/**
 * Updates a unit of work with what the application knows better, and ends it
 * early if the application's work fails.
 */
export function join(unit: Unit, name: string, { attributes = {}, from }: WorkOptions): Completion {
  unit.joinable = false;
  unit.name = name;
  unit.span.updateName(name).setAttributes(attributes satisfies Attributes);
  if (typeof from === 'object' && from !== null) unit.span.addLinks(linksTo(extractContext(from)));
  return { succeed() {}, fail: unit.fail };
}

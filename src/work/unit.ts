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

/** A unit of work under way, as the code that it runs finds it. */
export interface Unit {
  /** Of the work, on its span and in its metrics. */
  name: string;
  readonly kind: WorkKind;
  readonly span: Span;
  /** Made around a library's callback, by a name that nobody chose. */
  readonly readyMade: boolean;
  /** Whether a `withWork` of the application may still turn out to be this one: until one did, or it is over. */
  joinable: boolean;
  /** Ends it with an error. */
  fail(error: unknown): void;
}

// In the registry of symbols, so that all copies of this code in a thread share it.
const UNIT = /* @__PURE__ */ createContextKey('otel-run.unit');

/** A context in which a unit of work is under way. */
export function withUnit(active: Context, unit: Unit): Context {
  return active.setValue(UNIT, unit);
}

/** The unit of work whose own span is the active one; undefined where another span was started in it. */
export function activeUnit(active: Context): Unit | undefined {
  const unit = active.getValue(UNIT) as Unit | undefined;
  return unit && unit.span === trace.getSpan(active) ? unit : undefined;
}

/**
 * The unit of work that otel-run made around a library's callback, where a `withWork` directly in it is about the same
 * job: it has the same name, or both process a message. Once a job; not where the trace of a sender is to be continued,
 * which that unit does not.
 */
export function unitToJoin(
  name: string,
  { kind = 'internal', from, parent = false }: WorkOptions,
): Unit | undefined {
  const unit = activeUnit(context.active());
  if (!unit?.joinable || (from && parent)) return undefined;
  return unit.name === name || (kind === 'consumer' && unit.kind === 'consumer') ? unit : undefined;
}

/** Gives a unit of work what the application knows better, and ends it early where what it does there fails. */
export function join(unit: Unit, name: string, { attributes = {}, from }: WorkOptions): Completion {
  unit.joinable = false;
  unit.name = name;
  unit.span.updateName(name).setAttributes(attributes satisfies Attributes);
  if (typeof from === 'object' && from !== null) unit.span.addLinks(linksTo(extractContext(from)));
  return { succeed() {}, fail: unit.fail };
}

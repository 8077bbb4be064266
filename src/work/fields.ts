import { type Context, context, createContextKey } from '@opentelemetry/api';
import { quietly } from '../shared/quietly.ts';
import { findRuntime } from './runtime.ts';
import { warnOnce } from './warnings.ts';

/** Names and values that every log record in a scope gets as attributes. `undefined` removes a name. */
export type Fields = Readonly<Record<string, unknown>>;

/**
 * The fields of a request, of a unit of work, of one `withFields` call, or of the whole process.
 *
 * It lives in the OpenTelemetry context, so it follows asynchronous work. Fields that are bound later
 * apply to everything in the same scope.
 */
export interface FieldScope {
  fields: Fields;
  /** The enclosing scope, whose fields also apply here. */
  readonly outer: FieldScope | undefined;
  /** False for a call of `withFields`: fields bound in it go to the enclosing scope. */
  readonly bindable: boolean;
}

// Both keys are in the registry of symbols, so that all copies of this code in a thread share them.
const SCOPE = /* @__PURE__ */ createContextKey('otel-run.fields');
const PROCESS_SCOPE = /* @__PURE__ */ Symbol.for('otel-run.process-fields');

const NO_FIELDS: Fields = {};

/**
 * Binds fields to every following log record in the current request or unit of work, or outside of
 * both, in the whole process. A field of the log record itself wins, then the field of the innermost
 * scope. Does nothing without otel-run.
 *
 * @param fields names and values; a value of `undefined` removes the field
 */
export function bindFields(fields: Fields): void {
  if (!findRuntime()) return;
  const scope = bindableScope(scopeOf(context.active())) ?? processScope();
  scope.fields = { ...scope.fields, ...quietly(() => copied(fields, 'bindFields')) };
}

/**
 * Binds fields to every log record of one call and of all asynchronous work that the call starts.
 *
 * @param fields names and values; a value of `undefined` hides a field of the enclosing scopes
 * @param call called at once, with or without otel-run
 * @returns what the call returned @throws what the call throws
 */
export function withFields<Result>(fields: Fields, call: () => Result): Result {
  if (!findRuntime()) return call();
  const active = context.active();
  const scope = {
    fields: quietly(() => copied(fields, 'withFields')) ?? NO_FIELDS,
    outer: scopeOf(active),
    bindable: false,
  };
  return context.with(active.setValue(SCOPE, scope), call);
}

/** The fields of a context, each with the value from the innermost scope. */
export function activeFields(active: Context = context.active()): Fields {
  const { fields: ofProcess } = processScope();
  const scopes: Fields[] = [];
  let isEmpty = ofProcess === NO_FIELDS;
  for (let scope = scopeOf(active); scope; scope = scope.outer) {
    if (scope.fields === NO_FIELDS) continue;
    isEmpty = false;
    scopes.unshift(scope.fields);
  }
  if (isEmpty) return NO_FIELDS;
  const fields: Record<string, unknown> = Object.assign({}, ofProcess, ...scopes);
  for (const name of Object.keys(fields)) if (fields[name] === undefined) delete fields[name];
  return fields;
}

/** Opens a scope for a request or a unit of work. */
export function openScope(outer: FieldScope | undefined, fields: Fields = NO_FIELDS): FieldScope {
  return { fields, outer, bindable: true };
}

/** A context with a scope. */
export function withScope(active: Context, scope: FieldScope): Context {
  return active.setValue(SCOPE, scope);
}

/** The innermost scope of a context, undefined outside every request and unit of work. */
export function scopeOf(active: Context): FieldScope | undefined {
  return active.getValue(SCOPE) as FieldScope | undefined;
}

function bindableScope(scope: FieldScope | undefined): FieldScope | undefined {
  return scope === undefined || scope.bindable ? scope : bindableScope(scope.outer);
}

function processScope(): FieldScope {
  const existing: FieldScope | undefined = Reflect.get(globalThis, PROCESS_SCOPE);
  if (existing) return existing;
  const created = openScope(undefined, NO_FIELDS);
  Reflect.set(globalThis, PROCESS_SCOPE, created);
  return created;
}

/** The object's current values are bound. Later changes of the object do not affect log records. */
function copied(fields: Fields, caller: string): Fields {
  if (typeof fields === 'object' && fields !== null) return { ...fields };
  warnOnce(
    `${caller} needs an object of names and values, but was given ${fields === null ? 'null' : typeof fields}`,
  );
  return {};
}

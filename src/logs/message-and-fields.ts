import { format } from 'node:util';
import { isError } from '../shared/is-error.ts';
import type { Draft } from './draft.ts';
import { addArgumentError, addField } from './record.ts';

/** Placeholders of `util.format`. `%%` takes no argument. */
const PLACEHOLDER = /%[sdifjoOc%]/g;

/** The message and fields of a call with arguments like those of `console.log`. */
interface MessageAndFields {
  /** The rendered message; undefined if all arguments are objects. */
  readonly message: string | undefined;
  /** Plain objects that are not in the message. */
  readonly fields: readonly object[];
  readonly errors: readonly Error[];
}

/** Separates the message of a call from its fields and errors. */
function splitCall(values: readonly unknown[]): MessageAndFields {
  const [first] = values;
  const placeholders = typeof first === 'string' ? (first.match(PLACEHOLDER) ?? []) : [];
  const inMessage = 1 + placeholders.filter(placeholder => placeholder !== '%%').length;
  const rendered = typeof first === 'string' ? values.slice(0, inMessage) : [];
  const rest = values.slice(rendered.length).filter(value => !isError(value));
  const words = [...rendered, ...rest.filter(value => !isFields(value))];
  return {
    message: words.length > 0 ? format(...words) : undefined,
    fields: rest.filter(isFields),
    errors: values.filter(isError),
  };
}

/**
 * Adds the fields and errors of a call to a record.
 *
 * @returns the message of the call
 */
export function addCall(draft: Draft, values: readonly unknown[]): string | undefined {
  const { message, fields, errors } = splitCall(values);
  for (const object of fields) {
    for (const key of Object.keys(object)) addField(draft, key, Reflect.get(object, key));
  }
  for (const error of errors) addArgumentError(draft, error, {});
  return message ?? errors[0]?.message;
}

/**
 * Whether a value is a plain object, whose properties become fields. Lists, dates and maps are rendered into
 * the message.
 */
export function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

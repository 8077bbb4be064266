import { format } from 'node:util';
import { isError } from '../shared/is-error.ts';
import { addArgumentError, addField, type Draft } from './record.ts';

/** Placeholders of `util.format`; `%%` takes no argument. */
const PLACEHOLDER = /%[sdifjoOc%]/g;

/** The message and fields of a call that takes values as `console.log` does. */
export interface WordsAndFields {
  /** The rendered message; undefined where nothing but objects was passed. */
  readonly message: string | undefined;
  /** Plain objects beside it. */
  readonly fields: readonly object[];
  readonly errors: readonly Error[];
}

/** Tells the message of a call from the fields and errors beside it. */
export function wordsAndFields(values: readonly unknown[]): WordsAndFields {
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

/** Adds the fields and errors of a call to a record, and returns its message. */
export function addSaid(draft: Draft, values: readonly unknown[]): string | undefined {
  const { message, fields, errors } = wordsAndFields(values);
  for (const beside of fields) {
    for (const key of Object.keys(beside)) addField(draft, key, Reflect.get(beside, key));
  }
  for (const error of errors) addArgumentError(draft, error, {});
  return message ?? errors[0]?.message;
}

/** Objects say what they are by their fields; a list, a date or a map says it by its rendering. */
export function isFields(value: unknown): value is object {
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

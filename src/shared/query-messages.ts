import { noteQuotedContents } from './content-names.ts';
import { ShownForms } from './shown-forms.ts';

const known = new ShownForms();

const QUERY =
  /^[\s(]*(?:select|insert|update|delete|with|merge|replace|create|alter|drop|truncate|call|set|pragma|begin)\b/i;

/** Drizzle's own message has the values after the query. */
const DRIZZLE = /^(Failed query: [\s\S]*?)\nparams: [\s\S]*$/;

/**
 * Notes the message of a failed query. An error of a database repeats values of the query, and passes spans
 * above that of the query.
 *
 * @param shown the message without values
 */
export function noteQueryMessage(message: string, shown: string): void {
  noteQuotedContents();
  known.note(message, shown);
}

/**
 * A message or a stack without the values of failed queries. Knex and others write the query with its values
 * before the message of the database: only the message is shown.
 */
export function withoutQueryValues(text: string): string {
  return (QUERY.test(text) ? known.atEndOf(text, ' - ') : undefined) ?? known.of(text).replace(DRIZZLE, '$1');
}

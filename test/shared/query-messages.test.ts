import { describe, expect, it } from 'vitest';
import { noteQueryMessage, withoutQueryValues } from '../../src/shared/query-messages.ts';

const DUPLICATE = "Duplicate entry 'ada' for key 'name'";

const SHOWN = "Duplicate entry ? for key 'name'";

noteQueryMessage(DUPLICATE, SHOWN);

const NOT_VALID = `Invalid call of many values: [${"'ada', ".repeat(50)}]`;

noteQueryMessage(NOT_VALID, 'Invalid call');

const MESSAGES = [
  { what: 'the message itself', message: DUPLICATE, shown: SHOWN },
  { what: 'one that quotes it', message: `not saved: ${DUPLICATE}`, shown: `not saved: ${SHOWN}` },
  { what: 'a stack', message: `Error: ${DUPLICATE}\n    at a`, shown: `Error: ${SHOWN}\n    at a` },
  { what: "Knex's", message: `insert into \`a\` values ('ada', 7) - ${DUPLICATE}`, shown: SHOWN },
  {
    what: "Drizzle's",
    message: 'Failed query: insert into "a" values ($1)\nparams: ada',
    shown: 'Failed query: insert into "a" values ($1)',
  },
  { what: 'one that a limit cut', message: NOT_VALID.slice(0, 90), shown: 'Invalid call' },
  {
    what: 'a stack that a limit cut',
    message: `Error: ${NOT_VALID.slice(0, 90)}`,
    shown: 'Error: Invalid call',
  },
  { what: 'one with the same first words', message: 'Invalid call of many', shown: 'Invalid call of many' },
  { what: 'another', message: 'no ada', shown: 'no ada' },
];

describe('a message above a failed query has no values', () => {
  it.each(MESSAGES)('$what', ({ message, shown }) => expect(withoutQueryValues(message)).toBe(shown));
});

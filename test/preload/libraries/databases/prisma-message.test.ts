import { describe, expect, it } from 'vitest';
import { prismaMessage } from '../../../../src/preload/libraries/databases/query/prisma-message.ts';

const KNOWN = 'PrismaClientKnownRequestError';

const SOURCE = " in\n/app/a.js:3:4\n\n  2 const email = 'secret'\n→ 3 await prisma.user.create(";

/** Messages of Prisma's client 5 to 7, and what is told of each. */
const MESSAGES = [
  {
    error: { name: 'PrismaClientValidationError' },
    message: `\nInvalid \`prisma.user.create()\` invocation${SOURCE}{\n       data: {\n         id: "secret",\n             ~~~~\n       }\n     })\n\nArgument \`id\`: Invalid value provided. Expected Int, provided String.`,
    told: 'Invalid `prisma.user.create()` invocation: Argument `id`: Invalid value provided. Expected Int, provided String.',
  },
  {
    error: { name: 'PrismaClientValidationError' },
    message:
      '\nInvalid `prisma.user.create()` invocation:\n\n{\n  data: {\n    email: "secret",\n+   id: Int\n  }\n}\n\nArgument `id` is missing.',
    told: 'Invalid `prisma.user.create()` invocation: Argument `id` is missing.',
  },
  {
    error: { name: 'PrismaClientValidationError' },
    message: 'Argument `id` is missing.',
    told: 'Argument `id` is missing.',
  },
  {
    error: { name: KNOWN, code: 'P2002' },
    message: `\nInvalid \`prisma.user.create()\` invocation${SOURCE}\nUnique constraint failed on the fields: (\`email\`)`,
    told: 'Invalid `prisma.user.create()` invocation: Unique constraint failed on the fields: (`email`)',
  },
  {
    error: { name: KNOWN, code: 'P2002' },
    message:
      '\n\u001b[31mInvalid \u001b[1m`prisma.user.create()`\u001b[22m invocation\u001b[39m:\n\n\nUnique constraint failed',
    told: 'Invalid `prisma.user.create()` invocation: Unique constraint failed',
  },
  {
    error: { name: KNOWN, code: 'P2010' },
    message:
      '\nInvalid `prisma.$queryRaw()` invocation:\n\n\nRaw query failed. Code: `22P02`. Message: `invalid input syntax for type integer: "sec`ret"`',
    told: 'Invalid `prisma.$queryRaw()` invocation: Raw query failed. Code: `22P02`. Message: `invalid input syntax for type integer: ?`',
  },
  {
    error: { name: KNOWN, code: 'P2006' },
    message:
      '\nInvalid `prisma.user.create()` invocation:\n\n\nThe provided value secret for User field id is not valid',
    told: 'Invalid `prisma.user.create()` invocation',
  },
  {
    error: { name: KNOWN, code: 'P2007' },
    message:
      '\nInvalid `prisma.user.create()` invocation:\n\n\nData validation error `no number: "secret"`: \'secret\'',
    told: 'Invalid `prisma.user.create()` invocation: Data validation error ?: ?',
  },
  {
    error: { name: 'PrismaClientInitializationError', errorCode: 'P1001' },
    message:
      "\nInvalid `prisma.user.findMany()` invocation:\n\n\nCan't reach database server at `localhost:5432`\n\nPlease make sure your database server is running at `localhost:5432`.",
    told: "Invalid `prisma.user.findMany()` invocation: Can't reach database server at `localhost:5432` Please make sure your database server is running at `localhost:5432`.",
  },
  { error: { name: 'TypeError' }, message: 'an "error" of an extension', told: 'an "error" of an extension' },
];

describe('the message of an error of Prisma', () => {
  it.each(MESSAGES)('is told without the call and its values: $told', ({ error, message, told }) => {
    expect(prismaMessage(message, error)).toBe(told);
  });
});

import type { Setting } from '../configuration.ts';
import type { OtlpExport } from '../effective.ts';
import { type Finding, finding } from '../finding.ts';
import { parseHeaders } from '../parse/headers.ts';
import { isQuoted } from '../parse/values.ts';

const EXAMPLE = 'authorization=Bearer%20<token>,x-tenant=shop';

const BASIC_EXAMPLE = 'authorization=Basic%20<base64 of user:password>';

/** Checks the headers of the exported signals. No finding repeats any part of a header. */
export function validateHeaders(exports: readonly OtlpExport[]): readonly Finding[] {
  const settings = new Set(exports.flatMap(({ headers }) => headers));
  return [...settings].flatMap(headerFindings);
}

function headerFindings({ name, value }: Setting): readonly Finding[] {
  const example = /\bbasic\b/i.test(value.replaceAll('%20', ' ')) ? BASIC_EXAMPLE : EXAMPLE;
  if (isQuoted(value)) return [finding('headers-quoted', name, { example })];
  return parseHeaders(value).problems.map(({ position, problem }) =>
    finding('headers-malformed', name, { position, problem, example }),
  );
}

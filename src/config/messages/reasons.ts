import type { EndpointProblem } from '../parse/endpoint.ts';
import type { HeaderProblem } from '../parse/headers.ts';
import type { AttributeProblem } from '../parse/resource-attributes.ts';
import type { WorkSpanProblem } from '../parse/work-spans.ts';

export const ENDPOINT_REASONS: Record<EndpointProblem, string> = {
  quoted: 'it has quotation marks',
  unexpanded: 'it contains an unreplaced reference or placeholder',
  'no-scheme': 'it has no scheme',
  scheme: 'its scheme is neither http nor https',
  'two-schemes': 'it has two schemes',
  query: "it has a query or fragment, and the signal's path would be appended to that",
  'no-url': 'it is not a URL',
};

export const HEADER_REASONS: Record<HeaderProblem, string> = {
  json: 'the value is JSON',
  colon: 'there is a ":" and no "=" between name and value',
  'equals-sign': 'there is no "=" between name and value',
  name: 'the name has a character that a header name cannot contain (a colon or a space, as in "Authorization: Basic …")',
  'value-empty': 'the value is empty',
  unexpanded: 'the value is an unreplaced reference or placeholder',
  percent: 'a "%" does not begin a percent-encoded character',
  semicolon: 'everything after a ";" is cut off',
  'value-characters': 'the value has a character that a header value cannot contain, such as a line break',
};

export const ATTRIBUTE_REASONS: Record<AttributeProblem | 'quoted', string> = {
  quoted: 'the value is in quotation marks, which become part of the attributes',
  'equals-sign': 'there is not exactly one "="',
  'key-empty': 'the key is empty',
  percent: 'a "%" does not begin a percent-encoded character',
  'too-long': 'the key or value is longer than 255 characters',
};

export const WORK_SPAN_REASONS: Record<WorkSpanProblem, string> = {
  quoted: 'the value is in quotation marks, which become part of the module',
  module: 'there is no module before a "#"',
  export: 'there is no export after the "#": default, a name, or names with dots between them',
  prototype: 'a prototype or a constructor is not a function to call',
  name: 'there is no span name after a "="',
};

/** The traces that a rule of OTEL_RUN_SAMPLING matches. */
export type SamplingSelector =
  | { readonly kind: 'error' }
  | { readonly kind: 'slow'; readonly milliseconds: number }
  /** `pattern` is a name in which `*` stands for any characters. */
  | { readonly kind: 'name'; readonly pattern: string }
  | { readonly kind: 'all' };

/** How many of them are kept: a share from 0 to 1, or a number per interval. */
export type SamplingAmount =
  | { readonly kind: 'share'; readonly share: number }
  | { readonly kind: 'rate'; readonly rate: SamplingRate };

/** A number of traces per interval. */
export interface SamplingRate {
  readonly number: number;
  readonly seconds: number;
}

/** One rule. `text` is its source. */
export interface SamplingRule {
  readonly selector: SamplingSelector;
  readonly amount: SamplingAmount;
  readonly text: string;
}

/** Why a rule cannot be read. */
export type SamplingProblem =
  | 'quoted'
  | 'no-comma'
  | 'no-amount'
  | 'no-name'
  | 'time'
  | 'share'
  | 'percent'
  | 'rate';

/** An unreadable rule. `position` is its first character in the whole value, counted from 1. */
export interface UnreadableRule {
  readonly text: string;
  readonly position: number;
  readonly problem: SamplingProblem;
}

/** The readable rules, and what is wrong with the others. */
export interface SamplingRules {
  readonly rules: readonly SamplingRule[];
  readonly problems: readonly UnreadableRule[];
}

const TIME = /^(\d+(?:\.\d+)?|\.\d+)\s*(us|ms|s|m)$/;
const MILLISECONDS: Readonly<Record<string, number>> = { us: 0.001, ms: 1, s: 1000, m: 60_000 };

const RATE = /^(\d+(?:\.\d+)?|\.\d+)\s*\/\s*(s|m|h)$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };

const SHARE = /^(?:\d+(?:\.\d*)?|\.\d+)(?:e-?\d+)?$/i;

/** What may be the amount of an earlier rule, in a selector: `error=1 *`, `error=1; *`. */
const EARLIER_AMOUNT = /=\s*([\d.][^\s;]*)[\s;]/;

/** A method and a route, which a span's name has in this form, whatever way it is typed. */
const REQUEST = /^(get|head|post|put|delete|connect|options|trace|patch|query)\s+([/*].*)$/is;

/**
 * Reads `error=1, slow:500ms=1, GET /healthz=0, *=0.05`: rules end at commas, and a rule's selector at its
 * last `=`. A blank value has no rules.
 */
export function parseSampling(value: string | undefined): SamplingRules {
  const rules: SamplingRule[] = [];
  const problems: UnreadableRule[] = [];
  let start = 0;
  for (const entry of (value ?? '').split(',')) {
    const text = entry.trim();
    const position = start + entry.length - entry.trimStart().length + 1;
    start += entry.length + 1;
    if (text === '') continue;
    const parsed = parseRule(text);
    if (typeof parsed === 'string') problems.push({ text, position, problem: parsed });
    else rules.push(parsed);
  }
  return { rules, problems };
}

/** Reads `100/s`, `5/m` or `1/h`. Anything else, and a number of 0, is `undefined`. */
export function parseSamplingRate(text: string): SamplingRate | undefined {
  const [, digits, unit = ''] = RATE.exec(text.trim()) ?? [];
  const number = Number(digits);
  return number > 0 ? { number, seconds: SECONDS[unit] ?? 1 } : undefined;
}

function parseRule(text: string): SamplingRule | SamplingProblem {
  if (/^["']|["']$/.test(text)) return 'quoted';
  const end = text.lastIndexOf('=');
  if (end === -1) return 'no-amount';
  const before = text.slice(0, end).trim();
  const [, earlier] = EARLIER_AMOUNT.exec(before) ?? [];
  if (earlier !== undefined && typeof parseAmount(earlier) !== 'string') return 'no-comma';
  const selector = parseSelector(before);
  if (typeof selector === 'string') return selector;
  const amount = parseAmount(text.slice(end + 1).trim());
  return typeof amount === 'string' ? amount : { selector, amount, text };
}

function parseSelector(text: string): SamplingSelector | SamplingProblem {
  if (text === '') return 'no-name';
  if (/^error$/i.test(text)) return { kind: 'error' };
  if (/^\*+$/.test(text)) return { kind: 'all' };
  const [, slow] = /^slow(?::(.*))?$/is.exec(text) ?? [undefined, undefined];
  if (/^slow(?::|$)/i.test(text)) return parseSlow(slow ?? '');
  const [, method, route] = REQUEST.exec(text) ?? [];
  return { kind: 'name', pattern: method ? `${method.toUpperCase()} ${route}` : text };
}

function parseSlow(text: string): SamplingSelector | SamplingProblem {
  const [, number, unit = ''] = TIME.exec(text.trim()) ?? [];
  if (number === undefined) return 'time';
  return { kind: 'slow', milliseconds: Number(number) * (MILLISECONDS[unit] ?? 1) };
}

function parseAmount(text: string): SamplingAmount | SamplingProblem {
  if (text === '') return 'no-amount';
  if (text.includes('/')) {
    const rate = parseSamplingRate(text);
    return rate ? { kind: 'rate', rate } : 'rate';
  }
  if (text.endsWith('%')) return 'percent';
  const share = Number(text);
  return SHARE.test(text) && share <= 1 ? { kind: 'share', share } : 'share';
}

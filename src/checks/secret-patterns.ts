import { SECRET_FORMS } from '../shared/secret-forms.ts';
import { isSecretName } from '../shared/secret-names.ts';

/** A pattern of something that must not leave the application. */
export interface SecretPattern {
  readonly what: string;
  readonly pattern: RegExp;
  /** A second test for what the pattern matched. */
  readonly confirms?: (match: string) => boolean;
}

const HIDDEN = String.raw`(?!\*|<|\[|redacted|x+\b|[$?%{:])`;

const STANDS_FOR_VALUE = /^(?:\*|<|\[|redacted|x+\b|[$?{:])/i;

const LOOKS_RANDOM = /^(?=\D*\d)(?=[^a-z]*[a-z]).{8,}/i;

const PASSWORD_WORDS =
  '(?:passw(?:or)?d|passphrase|pwd|secret(?:[_-]?access)?(?:[_-]?key)?|api[_-]?key|private[_-]?key|(?:access|refresh|auth|session)[_-]?token)';

/** The kind of secret that is an e-mail address. */
export const EMAIL = 'an e-mail address';

/** Strings that are secrets or personal data in any place. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  ...SECRET_FORMS,
  {
    what: 'a password in a URL',
    pattern: /(?<![a-z\d+.-])[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:(?!\*+@|x+@|<|\[|\$)[^\s/@]+@/i,
  },
  {
    what: 'a token in a URL',
    pattern: /[?&;#][^?&;#=\s"']{1,100}=[^&#;\s"']{4,}/,
    confirms: isSecretParameter,
  },
  {
    what: 'a password in text',
    // After `=` or in quotes, anything is a password. After a colon, it may be prose.
    pattern: new RegExp(
      String.raw`${PASSWORD_WORDS}(?:=(?![/~.])${HIDDEN}[^\s"',;&]{4,}|["']?\s*[:=]\s*["']${HIDDEN}[^\s"']{4,}["']|:\s+(?=[^\s"',;]*\d)(?=[^\s"',;]*[a-z])${HIDDEN}[^\s"',;]{6,})`,
      'i',
    ),
    confirms: match => !/[:=]\s*["']?(?:true|false|null|none|undefined|required)["']?$/i.test(match),
  },
  { what: 'a cookie', pattern: /\b(?:set-)?cookie:\s*(?!\[|<|\*)[^\s=;:]{1,100}=(?!\*|\[)[^\s;]{4,}/i },
  {
    what: 'a card number',
    pattern: /(?<![\w.-])[2-6]\d{3}(?:[ -]?\d{2,6}){2}[ -]?\d{1,5}(?![\w.-]\d|\w)/,
    confirms: match => isCardNumber(match.replace(/\D/g, '')),
  },
  {
    what: 'an IBAN',
    pattern: /(?<!\w)[A-Z]{2}\d{2}(?: ?[A-Z\d]{4}){2,7}(?: ?[A-Z\d]{1,3})?(?!\w)/,
    confirms: match => isIban(match.replaceAll(' ', '')),
  },
  { what: 'a social security number', pattern: /\b(?:ssn|social security)\D{0,20}\d{3}-\d{2}-\d{4}(?!\d)/i },
  {
    what: EMAIL,
    pattern:
      /(?<![\w.+-]|:\/\/)(?!git@)[\w.+-]+(?:@|%40)(?!\d+\.\d)[a-z\d-]+(?:\.[a-z\d-]+)*\.(?!(?:png|jpe?g|gif|svg|webp|[cm]?js|ts|css|html|json|map)\b)[a-z]{2,}\b/i,
  },
];

/** Visa, Mastercard, Discover, American Express, Diners Club. Other long numbers are ids. */
const CARD_RANGES =
  /^(?:4\d{15}|5[1-5]\d{14}|2(?:22[1-9]|2[3-9]\d|[3-6]\d\d|7[01]\d|720)\d{12}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11})$/;

/** Replaces a secret. */
export const NOT_SHOWN = '(not shown)';

const REDACTED =
  /^\s*$|^[*•x#]+$|redact|\bmask|hidden|filtered|\[secret\]|^(?:undefined|null|none|true|false)$/i;

/** Whether a value was masked before it was recorded. */
export function isRedacted(value: string): boolean {
  return REDACTED.test(value);
}

/** Whether a URL parameter holds a secret. Values named `code` or `key` must also look like one. */
function isSecretParameter(parameter: string): boolean {
  const sign = parameter.indexOf('=');
  const [name, value] = [parameter.slice(1, sign), parameter.slice(sign + 1)];
  if (STANDS_FOR_VALUE.test(value) || !isSecretName(name, 'parameter')) return false;
  return isSecretName(name) || LOOKS_RANDOM.test(value);
}

/** The kind of secret in a string; undefined if none. */
export function findSecret(text: string): string | undefined {
  return SECRET_PATTERNS.find(({ pattern, confirms = () => true }) =>
    Array.from(text.matchAll(everywhere(pattern))).some(([match]) => confirms(match)),
  )?.what;
}

/** A string with every secret in it replaced. */
export function hideSecrets(text: string): string {
  return SECRET_PATTERNS.reduce(
    (shown, { pattern, confirms = () => true }) =>
      shown.replace(everywhere(pattern), match => (confirms(match) ? NOT_SHOWN : match)),
    text,
  );
}

function everywhere(pattern: RegExp): RegExp {
  return pattern.global ? pattern : new RegExp(pattern, `${pattern.flags}g`);
}

/** A range of the large networks, and Luhn's check sum (ISO/IEC 7812-1). */
function isCardNumber(digits: string): boolean {
  if (!CARD_RANGES.test(digits)) return false;
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 1 : 2);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  return sum % 10 === 0;
}

/**
 * ISO 13616: with its first four characters moved to the end and letters as
 * numbers, the number is 1 modulo 97.
 */
function isIban(account: string): boolean {
  const digits = [...`${account.slice(4)}${account.slice(0, 4)}`]
    .map(sign => Number.parseInt(sign, 36))
    .join('');
  return BigInt(digits) % 97n === 1n;
}

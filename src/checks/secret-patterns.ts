/** Something that must not leave the application. */
export interface SecretPattern {
  readonly what: string;
  readonly pattern: RegExp;
  /** A second look at what the pattern matched. */
  readonly confirms?: (match: string) => boolean;
}

/** Texts that are secrets or personal data wherever they stand. */
export const SECRET_PATTERNS: readonly SecretPattern[] = [
  { what: 'a JSON Web Token', pattern: /\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/ },
  { what: 'a bearer token', pattern: /\bbearer\s+(?!\[|<|\*)[\w.~+/-]{8,}=*/i },
  {
    what: 'basic credentials',
    pattern: /\bbasic\s+[a-z\d+/]{8,}={0,2}(?![\w-])/i,
    confirms: match => Buffer.from(match.slice('basic '.length), 'base64').includes(':'),
  },
  { what: 'a private key', pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----/ },
  {
    what: 'an access key',
    pattern:
      /\b(?:AKIA[A-Z\d]{16}|gh[pousr]_\w{30,}|github_pat_\w{30,}|sk-(?:ant-|proj-)?[\w-]{20,}|[sr]k_live_\w{16,}|xox[abprs]-[\w-]{10,}|gl(?:c|sa|pat)[-_][\w-]{20,}|AIza[\w-]{35})/,
  },
  { what: 'a password in a URL', pattern: /\b[a-z][a-z\d+.-]*:\/\/[^\s/:@]*:(?!\*+@|x+@|<|\[)[^\s/@]+@/i },
  {
    what: 'a token in a URL',
    pattern:
      /[?&](?:[\w-]*token|api[_-]?key|password|passwd|pwd|secret|auth|code_verifier|client_secret)=(?!\*|<|\[|redacted|x+\b)[^&\s"']{4,}/i,
  },
  {
    what: 'a password in a text',
    pattern:
      /\b(?:password|passwd|pwd|secret|api[_-]?key|(?:access|refresh|auth)[_-]?token)(?:=|["']\s*:\s*["'])(?!\*|<|\[|redacted|x+\b)[^\s"',;&]{4,}/i,
  },
  {
    what: 'a card number',
    pattern: /(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{2,6}){2}[ -]?\d{1,5}(?![\w.-]\d|\w)/,
    confirms: match => isCardNumber(match.replace(/\D/g, '')),
  },
  { what: 'an e-mail address', pattern: /\b[\w.+-]+@[a-z\d-]+(?:\.[a-z\d-]+)*\.[a-z]{2,}\b/i },
];

/** Names whose values are secrets whatever they look like. */
const SECRET_NAMES =
  /(?:^|[._-])(?:authorization|proxy-authorization|cookies?|set-cookie|passw(?:or)?d|passphrase|pwd|secret|client[_-]?secret|api[_-]?key|x-api-key|private[_-]?key|(?:access|refresh|id|auth|session|bearer|csrf|api)[_-]?token|token|ssn|cvv|cvc)$/i;

/** Visa, Mastercard, Discover, American Express, Diners Club: other long numbers are ids. */
const CARD_RANGES = /^(?:4\d{15}|5[1-5]\d{14}|6(?:011|5\d\d)\d{12}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11})$/;

/** Stands where a secret stood. */
export const NOT_SHOWN = '(not shown)';

const REDACTED =
  /^\s*$|^[*•x#]+$|redact|\bmask|hidden|filtered|\[secret\]|^(?:undefined|null|none|true|false)$/i;

/** Whether a name says that its value is a secret: `http.request.header.authorization`, `userPassword`. */
export function isSecretName(name: string): boolean {
  return SECRET_NAMES.test(name.replace(/([a-z\d])([A-Z])/g, '$1_$2'));
}

/** Whether a value was made unreadable before it was recorded. */
export function isRedacted(value: string): boolean {
  return REDACTED.test(value);
}

/** What a text gives away, undefined where nothing. */
export function findSecret(text: string): string | undefined {
  return SECRET_PATTERNS.find(({ pattern, confirms = () => true }) => {
    const match = pattern.exec(text)?.[0];
    return match !== undefined && confirms(match);
  })?.what;
}

/** A text with every secret in it replaced. */
export function hideSecrets(text: string): string {
  return SECRET_PATTERNS.reduce(
    (shown, { pattern, confirms = () => true }) =>
      shown.replace(new RegExp(pattern, `${pattern.flags}g`), match => (confirms(match) ? NOT_SHOWN : match)),
    text,
  );
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

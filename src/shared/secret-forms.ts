/** A secret that is recognizable by its form, under any name. */
export interface SecretForm {
  readonly what: string;
  /** Its first group may be shown. */
  readonly pattern: RegExp;
  /** A second test for what the pattern matched. */
  readonly confirms?: (match: string) => boolean;
}

/** Credentials with a known form: smoke finds them, and they are never exported. */
export const SECRET_FORMS: readonly SecretForm[] = [
  { what: 'a JSON Web Token', pattern: /\beyJ[\w-]{8,}\.[\w-]{4,}\.[\w-]*/g },
  {
    what: 'a bearer token',
    pattern:
      /\b(bearer\s+)(?!\[|<|\*|(?:auth\w*|tokens?(?:-based)?|schemes?|headers?|credentials?|required|missing|invalid)\b(?![\w-]))[\w.~+/-]{8,}=*/gi,
  },
  {
    what: 'basic credentials',
    pattern: /\b(basic\s+)[a-z\d+/]{8,}={0,2}(?![\w-])/gi,
    confirms: match => Buffer.from(match.slice('basic '.length), 'base64').includes(':'),
  },
  {
    what: 'a private key',
    pattern:
      /-----BEGIN [A-Z ]{0,50}PRIVATE KEY-----(?:[\w+/=\s\\:,]|-(?!----END))*(?:-----END [A-Z ]{0,50}PRIVATE KEY-----)?/g,
  },
  {
    what: 'an access key',
    pattern:
      /\b(?:A[KS]IA[A-Z\d]{16}|gh[pousr]_\w{30,}|github_pat_\w{30,}|npm_\w{30,}|sk-(?:ant-|proj-)?[\w-]{20,}|[sr]k_(?:live|test)_\w{16,}|whsec_\w{20,}|xox[abprs]-[\w-]{10,}|gl(?:c|sa|pat)[-_][\w-]{20,}|dop_v1_[\da-f]{40,}|SG\.[\w-]{16,}\.[\w-]{16,}|AIza[\w-]{35})/g,
    confirms: match => /\d/.test(match),
  },
];

/** Characters of the shortest one: `basic` with eight of base64. */
const SHORTEST = 14;

/**
 * How they begin. Most strings contain none of these, and several simple
 * patterns find that out faster than one.
 */
const BEGINNINGS = [
  /bearer\s|basic\s/i,
  /eyJ|-----BEGIN|A[KS]IA|AIza|SG\./,
  /gh[pousr]_|github_pat_|npm_|[sr]k[-_]|whsec_|xox[abprs]-|gl(?:c|sa|pat)[-_]|dop_v1_/,
];

/** A string in which secrets with a known form are hidden. */
export function hideForms(text: string, hidden: string): string {
  if (text.length < SHORTEST || !begins(text)) return text;
  return SECRET_FORMS.reduce(
    (shown, { pattern, confirms = () => true }) =>
      shown.replace(pattern, (match, kept: unknown) => {
        if (!confirms(match)) return match;
        return (typeof kept === 'string' ? kept : '') + hidden;
      }),
    text,
  );
}

function begins(text: string): boolean {
  for (const beginning of BEGINNINGS) if (beginning.test(text)) return true;
  return false;
}

/** What stands in an exported record or span for a secret value. */
export const REDACTED = '[REDACTED]';

/** Headers, query parameters and fields that hold secrets, in lower case without `-` and `_`. */
const WELL_KNOWN = [
  ...['authorization', 'proxyauthorization', 'cookie', 'setcookie'],
  ...['xapikey', 'apikey', 'xauthtoken', 'xaccesstoken', 'xcsrftoken', 'xxsrftoken', 'xamzsecuritytoken'],
  ...['token', 'accesstoken', 'refreshtoken', 'idtoken', 'authtoken', 'jwt'],
  ...['password', 'passwd', 'pwd', 'secret', 'clientsecret', 'privatekey'],
  ...['sig', 'signature', 'xamzsignature', 'xgoogsignature', 'awsaccesskeyid'],
];

const secretNames = new Set(WELL_KNOWN);

const QUERY_PARAMETER = /([?&])([^?&=#\s"']+)=([^&#\s"']*)/g;

/** Adds names of headers, query parameters and fields (`OTEL_RUN_REDACT`) to the well-known ones, before any is seen. */
export function addSecretNames(names: readonly string[]): void {
  for (const name of names) secretNames.add(normalize(name));
}

/** Whether a header, query parameter or field of this name holds a secret. Case, `-` and `_` do not matter. */
export function isSecretName(name: string): boolean {
  return secretNames.has(normalize(name));
}

/** A text with the values of secret query parameters replaced, in every URL that it holds. */
export function redactQueries(text: string): string {
  if (!text.includes('=') || !/[?&]/.test(text)) return text;
  return text.replace(QUERY_PARAMETER, (whole, before: string, name: string) =>
    isSecretName(name) ? `${before}${name}=${REDACTED}` : whole,
  );
}

/** The same for a query without its `?`. */
export function redactQuery(query: string): string {
  return query.startsWith('?') ? redactQueries(query) : redactQueries(`?${query}`).slice(1);
}

function normalize(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

/** A request to send to the application. */
export interface SmokeRequest {
  readonly method: string;
  /** Absolute, or a path: it then goes to the first port that the application listens on. */
  readonly url: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as application/json, unless the headers say otherwise. */
  readonly body: string | undefined;
}

const FORM = /^([A-Za-z]+)[ \t]+(\S+)(.*)$/s;

/** Lines of headers, then an empty line and the body, as in an HTTP message. */
const MESSAGE = /^((?:\r?\n[!#$%&'*+.^`|~\w-]+:[^\r\n]*)+)(?:\r?\n\s*\n(.*))?$/s;

/**
 * Reads `GET http://127.0.0.1:3000/users/1`, `GET /users/1`, or `POST /orders {"item":7}`; headers follow in lines of
 * their own.
 *
 * @throws Error that says what is accepted
 */
export function parseRequest(text: string): SmokeRequest {
  const [, method = '', url = '', rest = ''] = FORM.exec(text.trim()) ?? [];
  const isUrl = url.startsWith('/') || (/^https?:\/\//.test(url) && URL.canParse(url));
  if (!isUrl)
    throw new Error(
      `"${text}" is not a request; accepted is "<METHOD> <url> [body]", as "GET http://127.0.0.1:3000/health"`,
    );
  const [, head, body = head === undefined ? rest.trim() : ''] = MESSAGE.exec(rest) ?? [];
  return { method: method.toUpperCase(), url, headers: readHeaders(head), body: body || undefined };
}

function readHeaders(lines = ''): Record<string, string> {
  const fields = lines.split('\n').filter(line => line.includes(':'));
  return Object.fromEntries(
    fields.map(line => {
      const [name = ''] = line.split(':', 1);
      return [name.trim().toLowerCase(), line.slice(name.length + 1).trim()];
    }),
  );
}

/** The port of this machine that a request goes to; undefined for a path, and for another machine. */
export function loopbackPort(url: string): number | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname, port, protocol } = new URL(url);
  if (!/^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\]|0\.0\.0\.0)$/.test(hostname)) return undefined;
  return port === '' ? (protocol === 'https:' ? 443 : 80) : Number(port);
}

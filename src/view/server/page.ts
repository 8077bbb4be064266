import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DATA_ELEMENT, type FrozenView } from '../model/frozen.ts';

/** The page from the build: one file with its styles and scripts. */
export function pageHtml(): string {
  const file = PLACES.map(folder => join(import.meta.dirname, folder, 'view.html')).find(existsSync);
  return file === undefined ? WITHOUT_PAGE : readFileSync(file, 'utf8');
}

/** Relative to the entry points in `dist/`, and to the files that they load. */
const PLACES = ['.', '..'];

/**
 * Characters that act instead of being visible: controls that JSON does not escape,
 * and changes of the writing direction.
 */
const OBEYED = /[\u0080-\u009F\u2028\u2029\p{Bidi_Control}]/gu;

/** A build without the page still has the API. */
const WITHOUT_PAGE = `<!doctype html>
<html lang="en">
<title>otel-run view</title>
<p>This build of otel-run has no page. Its API is at <a href="/api/traces">/api/traces</a>.</p>
${DATA_ELEMENT}
</html>
`;

/** The page with data in it, for use without a running view. */
export function frozenHtml(view: FrozenView): string {
  const json = JSON.stringify(view).replaceAll('<', '\\u003c').replace(OBEYED, '\uFFFD');
  const filled = DATA_ELEMENT.replace('></script>', () => `>${json}</script>`);
  // A function, so that `$&` in the data is literal.
  return pageHtml().replace(DATA_ELEMENT, () => filled);
}

/**
 * The content security policy of the page: its own inline scripts and styles by their hashes, its
 * own origin for the API, nothing else. Style attributes are allowed, because the page's script
 * sets them and no hash can allow them.
 */
export function contentSecurityPolicy(html: string): string {
  const hashes = (tag: string) => inlineTexts(html, tag).map(hash).join(' ') || "'none'";
  return [
    "default-src 'none'",
    `script-src ${hashes('script')}`,
    `style-src ${hashes('style')}`,
    "style-src-attr 'unsafe-inline'",
    'img-src data:',
    'font-src data:',
    "connect-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function inlineTexts(html: string, tag: string): string[] {
  const elements = html.matchAll(new RegExp(`<${tag}(?:\\s[^>]*)?>([\\s\\S]*?)</${tag}>`, 'gi'));
  return [...elements].map(([, text = '']) => text).filter(text => text !== '');
}

function hash(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}

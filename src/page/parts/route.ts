import { signal } from '@preact/signals';

/**
 * The current place on the page, as in its address after `#`: `#/trace/<trace
 * id>/<span id>`, `#/traces?error=true`.
 */
export interface PageRoute {
  readonly view: string;
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Parses the part of an address after `#`. Unknown parts are ignored. */
export function parseRoute(hash: string): PageRoute {
  const [place = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [named = '', ...path] = place.split('/').map(decode);
  // A trace belongs to the list of traces, so both words are accepted.
  const view = named === 'traces' && path.length > 0 ? 'trace' : named;
  return { view, path, query: Object.fromEntries(new URLSearchParams(query)) };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a place on the page; empty values of the query are left out. */
export function hrefOf(
  view: string,
  path: readonly string[] = [],
  query: Readonly<Record<string, string>> = {},
) {
  const filled = Object.entries(query).filter(([, value]) => value !== '');
  const search = new URLSearchParams(filled).toString();
  return `#/${[view, ...path].map(encodeURIComponent).join('/')}${search && `?${search}`}`;
}

/** The current place. */
export const route = signal<PageRoute>(parseRoute(''));

/** Follows the address, including back and forward. */
export function followAddress(): void {
  const read = () => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', read);
  addEventListener('popstate', read);
  read();
}

/** Goes to a place; `replace` adds no history entry. */
export function go(href: string, { replace = false } = {}): void {
  if (href === location.hash) return;
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  route.value = parseRoute(href);
}

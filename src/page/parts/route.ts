import { signal } from '@preact/signals';

/** Where the page is, as its address says after `#`: `#/trace/<trace id>/<span id>`, `#/traces?error=true`. */
export interface PageRoute {
  readonly view: string;
  readonly path: readonly string[];
  readonly query: Readonly<Record<string, string>>;
}

/** Parses the part of an address after `#`; what is not understood is left out. */
export function parseRoute(hash: string): PageRoute {
  const [place = '', query = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [named = '', ...path] = place.split('/').map(decode);
  // A trace is in the list of traces, so both are understood.
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

/** Where the page is. */
export const route = signal<PageRoute>(parseRoute(''));

/** Follows the address, back and forward included. */
export function followAddress(): void {
  const read = () => {
    route.value = parseRoute(location.hash);
  };
  addEventListener('hashchange', read);
  addEventListener('popstate', read);
  read();
}

/** Goes to a place; `replace` leaves no step to go back to. */
export function go(href: string, { replace = false } = {}): void {
  if (href === location.hash) return;
  if (replace) history.replaceState(null, '', href);
  else history.pushState(null, '', href);
  route.value = parseRoute(href);
}

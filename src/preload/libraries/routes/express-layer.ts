import { Existing } from '../../foundation/bound-context.ts';

/** The types of path that Express accepts. */
export type Path = string | RegExp | readonly Path[];

/** The used part of a request. */
export interface ExpressRequest {
  readonly baseUrl?: string;
  readonly url: string;
  readonly route?: object;
}

/** How a router matches a path, passed to its layers. */
export interface Matching {
  readonly sensitive: boolean | undefined;
  readonly strict: boolean | undefined;
  /** Whether the path has to match the entire request path, as for a route. */
  readonly end: boolean;
}

/** The used part of a router's layer: a piece of middleware or a route. */
export interface ExpressLayer {
  readonly handle: unknown;
  /** Since Express 5, one for each path. */
  readonly matchers?: readonly ((path: string) => unknown)[];
  match(path: string): unknown;
}

/** Chooses the pattern that a request matches. `base`: `request.baseUrl` before the layer. */
type Choose = (request: ExpressRequest, base: string) => string;

/**
 * The pattern that a layer was declared with, on the layer itself and on its `Route`: Express 4 keeps none
 * for middleware. It is a private field, which the application does not see.
 */
export class LayerPattern extends Existing {
  readonly #pattern: string | Choose;

  private constructor(target: object, pattern: string | Choose) {
    super(target);
    this.#pattern = pattern;
  }

  static declare(target: object, pattern: string | Choose): void {
    if (!(#pattern in target)) new LayerPattern(target, pattern);
  }

  /** The pattern that matches a request: '' for `/`, undefined for a layer that no router declared. */
  static of(target: object, request: ExpressRequest, base: string): string | undefined {
    if (!(#pattern in target)) return undefined;
    const pattern = target.#pattern;
    return typeof pattern === 'string' ? pattern : pattern(request, base);
  }
}

/** The pattern of a layer that was declared with a path, or the choice between several patterns. */
export function patternOf(layer: ExpressLayer, path: Path, matching: Matching): string | Choose {
  if (!isList(path)) return written(path, matching);
  const paths = flattened(path);
  return (request, base) => {
    const pathname = `${request.baseUrl ?? ''}`.slice(base.length) + pathnameOf(request.url);
    const found = paths.find((one, index) => matches(layer, one, index, matching, pathname));
    return found === undefined ? paths.join(',') : written(found, matching);
  };
}

/**
 * Express 4 combines several paths into one expression. A separate layer for each path tells which matches.
 */
function matches(
  layer: ExpressLayer,
  path: Path,
  index: number,
  matching: Matching,
  pathname: string,
): boolean {
  try {
    const matcher = layer.matchers?.[index];
    if (matcher) return Boolean(matcher(pathname));
    const Constructor = layer.constructor as new (
      path: Path,
      matching: Matching,
      handle: unknown,
    ) => ExpressLayer;
    return Boolean(new Constructor(path, matching, layer.handle).match(pathname));
  } catch {
    // A part of the path has an invalid encoding.
    return false;
  }
}

/** A slash at the end of a prefix has no effect: Express does not match it. */
function written(path: string | RegExp, { end }: Matching): string {
  const pattern = String(path);
  return end && pattern !== '/' ? pattern : pattern.replace(/\/+$/, '');
}

/** The path in a request's URL, which is a path or an entire URL. */
function pathnameOf(url: string): string {
  return url.replace(/^\w+:\/\/[^/]*/, '').replace(/\?.*$/s, '');
}

function isList(path: Path): path is readonly Path[] {
  return Array.isArray(path);
}

function flattened(path: Path): readonly (string | RegExp)[] {
  return isList(path) ? path.flatMap(flattened) : [path];
}

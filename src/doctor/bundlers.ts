/** A bundler, or a framework that bundles, with a mark that only its output has, minified or not. */
interface Bundler {
  readonly name: string;
  readonly marks: readonly RegExp[];
}

/**
 * The first match counts: a framework also leaves the marks of its bundler, and any of them those of the packages that
 * were bundled before they were published.
 */
const BUNDLERS: readonly Bundler[] = [
  { name: 'Next.js', marks: [/__NEXT_PRIVATE_STANDALONE_CONFIG/] },
  { name: 'SvelteKit', marks: [/["']x-sveltekit-normalize["']/] },
  { name: 'Astro', marks: [/No API Route handler exists for the method/] },
  { name: 'Nitro', marks: [/\bNITRO_(?:PORT|HOST|SHUTDOWN_DISABLED)\b/] },
  { name: 'ncc', marks: [/__nccwpck_require__/] },
  { name: 'Rspack', marks: [/__rspack_|\brspack(?:Version|UniqueId)\b/] },
  { name: 'Bun', marks: [/\b__toESMCache_node\b/, /\?\?=new WeakMap:\w+\?\?=new WeakMap/] },
  { name: 'Parcel', marks: [/\bparcelRequire[0-9a-f]{4}\b/, /\$parcel\$\w/] },
  // Packages such as pino test for `__webpack_require__` under any bundler.
  { name: 'webpack', marks: [/__webpack_(?:modules|exports|esm_ids)__|function __webpack_require__\(/] },
];

/**
 * Bundlers whose marks packages may have too. The bundler that made the bundle itself has left the first mark.
 */
const BY_PLACE: readonly Bundler[] = [
  {
    name: 'webpack or Rspack',
    marks: [
      // Numbered modules that receive `module`, `exports` and `require`.
      /[{,]\d+(?:\(([\w$]+(?:,[\w$]+){0,2})?\)\{|:(?:[\w$]+|\(([\w$]+(?:,[\w$]+){0,2})?\))=>)/,
    ],
  },
  {
    name: 'Rolldown',
    marks: [
      /^\/\/#region /m,
      /\b__commonJSMin\b/,
      /\(\w+=\{exports:\{\}\}\)\.exports,\w+(?:,\w+\.exports)?\),\w+=null/,
    ],
  },
  {
    name: 'esbuild',
    marks: [
      /^\/\/ (?:\S+\/)?node_modules\/\S+\.[cm]?js$/m,
      /Dynamic require of "/,
      /\b__commonJS\d* = \(cb\d*, mod\d*\)/,
      /=>\(\)=>(?:\{try\{return |\()\w+\|\|\w+\(\(\w+=\{exports:\{\}\}\)\.exports,\w+\)/,
    ],
  },
  {
    name: 'Rollup',
    marks: [
      /function getDefaultExportFromCjs\b|\bcommonjsGlobal\b/,
      /\w&&\w\.__esModule&&Object\.prototype\.hasOwnProperty\.call\(\w,"default"\)\?\w\.default:\w/,
    ],
  },
];

/** Which bundler wrote a file; undefined if unknown. */
export function bundlerOf(source: string): string | undefined {
  const first = BUNDLERS.find(({ marks }) => marks.some(mark => mark.test(source)));
  return (first ?? earliest(source))?.name;
}

function earliest(source: string): Bundler | undefined {
  const found = BY_PLACE.map(bundler => ({ bundler, at: placeOf(bundler, source) }));
  return found.filter(({ at }) => at !== -1).sort((one, other) => one.at - other.at)[0]?.bundler;
}

function placeOf({ marks }: Bundler, source: string): number {
  const places = marks.map(mark => source.search(mark)).filter(place => place !== -1);
  return places.length === 0 ? -1 : Math.min(...places);
}

/** What a bundler writes above a module from a package, or as its name. */
export const PACKAGE_PATHS: readonly RegExp[] = [
  /^\/\/#region (?:\S+\/)?node_modules\//m,
  /^\s*\/\/ (?:\S+\/)?node_modules\/\S+\.[cm]?js(?:on)?$/m,
  /["'](?:[^"'\s]+\/)?node_modules\/[^"'\s]+["']\s*(?:\(|:|\/\*!)/,
];

/** A bundler, or a framework that bundles, by what only its output has, minified or not. */
interface Bundler {
  readonly name: string;
  readonly marks: readonly RegExp[];
}

/** The first that matches is it: one that builds on another leaves the other's marks as well. */
const BUNDLERS: readonly Bundler[] = [
  { name: 'Next.js', marks: [/__NEXT_PRIVATE_STANDALONE_CONFIG/] },
  { name: 'SvelteKit', marks: [/["']x-sveltekit-normalize["']/] },
  { name: 'Astro', marks: [/No API Route handler exists for the method/] },
  { name: 'Nitro', marks: [/\bNITRO_(?:PORT|HOST|SHUTDOWN_DISABLED)\b/] },
  { name: 'ncc', marks: [/__nccwpck_require__/] },
  { name: 'Rspack', marks: [/__rspack_|\brspack(?:Version|UniqueId)\b/] },
  { name: 'Bun', marks: [/\b__toESMCache_node\b/, /\?\?=new WeakMap:\w+\?\?=new WeakMap/] },
  // Packages such as pino ask for `__webpack_require__` under any bundler.
  { name: 'webpack', marks: [/__webpack_(?:modules|exports|esm_ids)__|function __webpack_require__\(/] },
  {
    name: 'webpack or Rspack',
    marks: [
      // Modules by number, which take `module`, `exports` and `require`.
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

/** Which bundler wrote a file; undefined where nothing tells. */
export function bundlerOf(source: string): string | undefined {
  return BUNDLERS.find(({ marks }) => marks.some(mark => mark.test(source)))?.name;
}

/** What a bundler writes above, or as the name of, a module that it has taken from a package. */
export const PACKAGE_PATHS: readonly RegExp[] = [
  /^\/\/#region (?:\S+\/)?node_modules\//m,
  /^\s*\/\/ (?:\S+\/)?node_modules\/\S+\.[cm]?js(?:on)?$/m,
  /["'](?:[^"'\s]+\/)?node_modules\/[^"'\s]+["']\s*(?:\(|:|\/\*!)/,
];

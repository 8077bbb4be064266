import { closeSync, openSync, readSync } from 'node:fs';

/** What shows that a file holds the code of other packages. `packages` are those whose names can be read in it. */
export interface Bundle {
  readonly bundler: string;
  readonly packages: readonly string[];
}

/** A bundler and the marks that it leaves where it has put a package into its output. */
interface Bundler {
  readonly name: string;
  /** Each is enough by itself. */
  readonly marks: readonly RegExp[];
}

const BUNDLERS: readonly Bundler[] = [
  { name: 'Next.js', marks: [/__NEXT_PRIVATE_STANDALONE_CONFIG/] },
  { name: 'ncc', marks: [/__nccwpck_require__/] },
  { name: 'webpack', marks: [/["']\.\/node_modules\/[^"']+["']:\s*(?:\/\*|\(?function|\(?\(?[\w$]*)/] },
  {
    name: 'esbuild or Rolldown',
    marks: [
      /^\/\/#region (?:\S+\/)?node_modules\//m,
      /^\s*\/\/ (?:\S+\/)?node_modules\/\S+\.[cm]?js$/m,
      /"(?:[^"\s]+\/)?node_modules\/[^"]+"\((?:exports|module)/,
    ],
  },
  { name: 'Rollup', marks: [/function getDefaultExportFromCjs\b/] },
];

/** The minified wrapper that esbuild puts around each CommonJS module; only in a large file is it a package's. */
const MINIFIED_WRAPPER = /=>\(\)=>[^;]{0,40}\([\w$]+=\{exports:\{\}\}\)\.exports,/;
const LARGE = 100 * 1024;

/** Enough to meet the first packages of a bundle. */
const EXAMINED = 4 * 1024 * 1024;

/**
 * Whether a file is a bundle with packages inside, where no instrumentation can see them. Marks of bundlers that are
 * also there when packages are left outside do not count.
 */
export function detectBundle(source: string): Bundle | undefined {
  const bundler = BUNDLERS.find(({ marks }) => marks.some(mark => mark.test(source)));
  if (bundler) return { bundler: bundler.name, packages: packagesIn(source) };
  const isMinified = source.length >= LARGE && MINIFIED_WRAPPER.test(source);
  return isMinified ? { bundler: 'esbuild or Rolldown', packages: [] } : undefined;
}

/** The beginning of a file, or undefined where it cannot be read. */
export function readSource(path: string): string | undefined {
  try {
    const file = openSync(path, 'r');
    try {
      const buffer = Buffer.alloc(EXAMINED);
      return buffer.toString('utf8', 0, readSync(file, buffer, 0, EXAMINED, 0));
    } finally {
      closeSync(file);
    }
  } catch {
    return undefined;
  }
}

function packagesIn(source: string): readonly string[] {
  const names = [
    ...source.matchAll(/node_modules\/(?:\.pnpm\/[^/"'\s]+\/node_modules\/)?((?:@[\w.-]+\/)?[\w.-]+)\//g),
  ];
  return [...new Set(names.map(([, name = '']) => name))].sort();
}

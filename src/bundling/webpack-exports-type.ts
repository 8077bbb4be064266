/** What webpack passes to listeners of a compilation. Rspack's parser has no listeners. */
export interface CompilationParams {
  readonly normalModuleFactory: {
    readonly hooks: { readonly parser?: { for(type: string): Hook<[Parser]> } };
  };
}

interface Hook<Values extends readonly unknown[]> {
  tap(name: string, callback: (...values: Values) => void): void;
}

interface Parser {
  readonly hooks: { readonly statement: Hook<[Statement]>; readonly finish: Hook<[]> };
  readonly state: {
    readonly module: { readonly buildMeta: ExportsType; readonly dependencies: readonly Dependency[] };
  };
}

/** How webpack gives a CommonJS module to `import *`. */
interface ExportsType {
  exportsType?: unknown;
  defaultObject?: unknown;
}

/** What a module needs of another one. */
interface Dependency {
  readonly type: string;
  /** Whether what it exports is known only when it runs. */
  conditional?: boolean;
}

/** `exports.name = require('…')`, also by a constant or a getter. */
const PASSED_ON = 'cjs export require';

/** The part of a statement that identifies an announcement. */
interface Statement {
  readonly type: string;
  readonly body?: { readonly [index: number]: { declarations?: { id: { name?: string } }[] } };
}

/**
 * Keeps what webpack knows about the exports of a CommonJS module before its announcement. The announcement
 * reads the exports as a whole. An importer that is not strict would then get another object by `import *`, one
 * without `default`. What such a module only passes on, importers get from it, and not past it from its source: it may
 * be replaced.
 */
export function keepExportsType({ normalModuleFactory }: CompilationParams): void {
  const { parser } = normalModuleFactory.hooks;
  for (const type of ['javascript/auto', 'javascript/dynamic']) parser?.for(type).tap('otel-run', keepIn);
}

function keepIn(parser: Parser): void {
  const known = new WeakMap<object, ExportsType>();
  parser.hooks.statement.tap('otel-run', statement => {
    const { module } = parser.state;
    if (isAnnouncement(statement)) known.set(module, { ...module.buildMeta });
  });
  parser.hooks.finish.tap('otel-run', () => {
    const { module } = parser.state;
    const before = known.get(module);
    if (!before) return;
    module.buildMeta.exportsType = before.exportsType;
    module.buildMeta.defaultObject = before.defaultObject;
    for (const dependency of module.dependencies)
      if (dependency.type === PASSED_ON) dependency.conditional = true;
  });
}

/** See `announce-common-js.ts`. */
function isAnnouncement({ type, body }: Statement): boolean {
  return type === 'BlockStatement' && body?.[0]?.declarations?.[0]?.id.name === 'otelRun$';
}

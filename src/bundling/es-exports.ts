import type { Identifier, Literal, Pattern, Program } from 'acorn';

/** A name from another module. `imported` is undefined for the whole module (`* as`). */
export interface ExportSource {
  readonly source: string;
  readonly imported: string | undefined;
}

/** The place of an export that will be rewritten: `length` characters from `start`. */
export interface TextRange {
  readonly start: number;
  readonly length: number;
}

/** `export default …`. */
export interface DefaultExport extends TextRange {
  /** The name of the function or class; undefined if it has none or is an expression. */
  readonly name: string | undefined;
  /** The place for the name of an unnamed function or class; undefined for an expression. */
  readonly nameAt: number | undefined;
}

/** What a module imports and exports. */
export interface EsExports {
  /** Exported name → the name in the module; without the default export. */
  readonly locals: ReadonlyMap<string, string>;
  /** Exported name → where it comes from, by `export … from`. */
  readonly passedOn: ReadonlyMap<string, ExportSource>;
  /** Modules that are exported entirely: `export * from`. */
  readonly stars: readonly string[];
  readonly defaultExport: DefaultExport | undefined;
  /** Names in the module → where they come from. */
  readonly imports: ReadonlyMap<string, ExportSource>;
  /** Every module that it imports before it runs. */
  readonly sources: ReadonlySet<string>;
  /** `export` before a declaration, and whole lists of names. */
  readonly places: readonly TextRange[];
  /** The place of each top-level `const`, by the names that it declares. */
  readonly constants: ReadonlyMap<string, number>;
  /** Whether a list of names is exported from a module that must be imported with attributes. */
  readonly hasAttributes: boolean;
}

/** The information collected about a module, statement by statement. */
interface Collected {
  readonly locals: Map<string, string>;
  readonly passedOn: Map<string, ExportSource>;
  readonly stars: string[];
  readonly imports: Map<string, ExportSource>;
  readonly sources: Set<string>;
  readonly places: TextRange[];
  readonly constants: Map<string, number>;
  defaultExport: DefaultExport | undefined;
  hasAttributes: boolean;
}

type Statement = Program['body'][number];

type Of<Type extends Statement['type']> = Extract<Statement, { type: Type }>;

/** What the statements of a module import and export. */
export function readExports({ body }: Program, code: string): EsExports {
  const module: Collected = {
    locals: new Map(),
    passedOn: new Map(),
    stars: [],
    imports: new Map(),
    sources: new Set(),
    places: [],
    constants: new Map(),
    defaultExport: undefined,
    hasAttributes: false,
  };
  for (const statement of body) read(statement, module, code);
  return module;
}

function read(statement: Statement, module: Collected, code: string): void {
  switch (statement.type) {
    case 'VariableDeclaration':
      readConstants(statement, module);
      break;
    case 'ImportDeclaration':
      readImport(statement, module);
      break;
    case 'ExportAllDeclaration':
      readAll(statement, module);
      break;
    case 'ExportNamedDeclaration':
      readNamed(statement, module);
      break;
    case 'ExportDefaultDeclaration':
      module.defaultExport = readDefault(statement, code);
  }
}

function readImport({ specifiers, source }: Of<'ImportDeclaration'>, module: Collected): void {
  const from = String(source.value);
  module.sources.add(from);
  for (const specifier of specifiers) {
    const imported =
      specifier.type === 'ImportDefaultSpecifier'
        ? 'default'
        : specifier.type === 'ImportSpecifier'
          ? nameOf(specifier.imported)
          : undefined;
    module.imports.set(specifier.local.name, { source: from, imported });
  }
}

function readAll(statement: Of<'ExportAllDeclaration'>, module: Collected): void {
  const { exported, source, start, end } = statement;
  const from = String(source.value);
  module.sources.add(from);
  if (!exported) {
    module.stars.push(from);
    return;
  }
  module.hasAttributes ||= (statement.attributes?.length ?? 0) > 0;
  module.places.push({ start, length: end - start });
  module.passedOn.set(nameOf(exported), { source: from, imported: undefined });
}

function readNamed(statement: Of<'ExportNamedDeclaration'>, module: Collected): void {
  const { declaration, specifiers, source, start, end } = statement;
  if (declaration) {
    module.places.push({ start, length: 'export'.length });
    const names =
      declaration.type === 'VariableDeclaration'
        ? declaration.declarations.flatMap(({ id }) => namesIn(id))
        : [declaration.id.name];
    for (const name of names) module.locals.set(name, name);
    if (declaration.type === 'VariableDeclaration') readConstants(declaration, module);
    return;
  }
  module.places.push({ start, length: end - start });
  module.hasAttributes ||= (statement.attributes?.length ?? 0) > 0;
  if (source) module.sources.add(String(source.value));
  for (const { local, exported } of specifiers) {
    if (source)
      module.passedOn.set(nameOf(exported), { source: String(source.value), imported: nameOf(local) });
    else module.locals.set(nameOf(exported), nameOf(local));
  }
}

function readConstants({ kind, start, declarations }: Of<'VariableDeclaration'>, module: Collected): void {
  if (kind !== 'const') return;
  for (const name of declarations.flatMap(({ id }) => namesIn(id))) module.constants.set(name, start);
}

function readDefault({ start, declaration }: Of<'ExportDefaultDeclaration'>, code: string): DefaultExport {
  const isDeclaration = declaration.type === 'FunctionDeclaration' || declaration.type === 'ClassDeclaration';
  const name = isDeclaration ? declaration.id?.name : undefined;
  const keyword = KEYWORD.exec(code.slice(declaration.start))?.[0] ?? '';
  const nameAt = isDeclaration && !name ? declaration.start + keyword.length : undefined;
  const length = EXPORT_DEFAULT.exec(code.slice(start))?.[0].length ?? 0;
  return { start, length, name, nameAt };
}

/** What may be between two words: space and whole comments. */
const BLANK = String.raw`(?:\s|/\*(?:[^*]|\*(?!/))*\*/|//.*(?!.))*`;

const EXPORT_DEFAULT = new RegExp(`^export${BLANK}default`);

const KEYWORD = new RegExp(String.raw`^(?:async${BLANK})?function(?:${BLANK}\*)?|^class`);

function namesIn(pattern: Pattern): string[] {
  switch (pattern.type) {
    case 'Identifier':
      return [pattern.name];
    case 'ObjectPattern':
      return pattern.properties.flatMap(property =>
        namesIn(property.type === 'RestElement' ? property.argument : property.value),
      );
    case 'ArrayPattern':
      return pattern.elements.flatMap(element => (element ? namesIn(element) : []));
    case 'RestElement':
      return namesIn(pattern.argument);
    case 'AssignmentPattern':
      return namesIn(pattern.left);
    default:
      return [];
  }
}

function nameOf(name: Identifier | Literal): string {
  return name.type === 'Identifier' ? name.name : String(name.value);
}

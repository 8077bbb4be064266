import type { ExportSource } from './es-exports.ts';
import type { EsModule } from './es-module.ts';
import type { EsPackage } from './es-package.ts';

/** How one export is read and replaced. */
export interface EsBinding {
  readonly exported: string;
  /** Its name in the module. */
  readonly local: string;
  /** What must be imported to have it under that name. */
  readonly from: ExportSource | undefined;
  /** The name that is exported instead of it, and assigned to. */
  readonly alias: string | undefined;
  readonly isAssignable: boolean;
  /** Whether the module itself exports it under that name. */
  readonly isWritten: boolean;
}

interface Facts {
  readonly path: string;
  readonly files: EsPackage;
  readonly isInCircle: boolean;
  /** The existing or new name of the default export. */
  readonly defaultName: string | undefined;
}

/** Every export of a module with a known name. */
export function esBindings(module: EsModule, facts: Facts): readonly EsBinding[] {
  const { defaultName } = facts;
  let count = 0;
  const alias = () => `$otelRun${count++}`;

  const ofModule = [...module.locals, ...(defaultName ? [['default', defaultName] as const] : [])].map(
    ([exported, local]): EsBinding => {
      const origin = module.imports.get(local);
      const isStable = origin ? facts.files.isStable(facts.path, origin) : !module.reassigned.has(local);
      const isOwnDefault = exported === 'default' && defaultName !== undefined;
      return {
        exported,
        local,
        from: undefined,
        alias: isStable && !facts.isInCircle && !isUnnamed(module, exported) ? alias() : undefined,
        isAssignable: !origin || (isStable && !facts.isInCircle),
        isWritten: !isOwnDefault,
      };
    },
  );

  const passedOn = [...module.passedOn, ...namesOfStars(module, facts)].map(
    ([exported, from], index): EsBinding => {
      const isStable = facts.files.isStable(facts.path, from) && !facts.isInCircle;
      return {
        exported,
        local: `$otelRunFrom${index}`,
        from,
        alias: isStable ? alias() : undefined,
        isAssignable: isStable,
        isWritten: true,
      };
    },
  );
  return [...ofModule, ...passedOn];
}

/** Only importers can read an export without a name in the module. */
function isUnnamed({ defaultExport }: EsModule, exported: string): boolean {
  return exported === 'default' && defaultExport !== undefined && defaultExport.name === undefined;
}

/** Names from exactly one `export *`, which can be replaced. Others stay unchanged. */
function namesOfStars(
  module: EsModule,
  { path, files, isInCircle }: Facts,
): readonly [string, ExportSource][] {
  if (isInCircle) return [];
  const known = new Set([...module.locals.keys(), ...module.passedOn.keys(), 'default']);
  const given = module.stars.map(star => {
    const from = files.resolve(path, star);
    return { star, names: from === undefined ? undefined : files.namesOf(from) };
  });
  if (given.some(({ names }) => !names)) return [];
  return given.flatMap(({ star, names = [] }, index) =>
    names
      .filter(name => !known.has(name))
      .filter(name => !given.some((other, place) => place !== index && other.names?.includes(name)))
      .map((name): [string, ExportSource] => [name, { source: star, imported: name }])
      .filter(([, origin]) => files.isStable(path, origin)),
  );
}

import { importedPackage, isImportedAsPackage, pathInside } from './imported-package.ts';
import { patchCommonJs } from './patch-common-js.ts';

type OnImport = (
  exports: object,
  name: string,
  folder: string | undefined,
  format: string | undefined,
) => unknown;

type Values = readonly [modules: string[], options: { readonly internals?: boolean }, onImport: OnImport];

/** An imported module, as `import-in-the-middle` reports it. */
type Imported = readonly [url: string, namespace: object, specifier: string, format?: string];

/** The part of `lib/register.js` of `import-in-the-middle` that matters here. */
export interface ImportRegister {
  /** Called for every included module, in this order. */
  readonly importHooks: ((...imported: Imported) => void)[];
  /** Modules that were already imported. */
  readonly toHook: readonly Imported[];
}

let imported: readonly Imported[] = [];
const hooks: Values[] = [];

/**
 * Replaces `import-in-the-middle` for the bundled instrumentations. The original shows them a package only if
 * it was imported by the name of its folder.
 */
export function Hook(...values: Values): object {
  hooks.push(values);
  for (const module of imported) show(module, [values]);
  return {};
}

/** `import-in-the-middle` is loaded: from now on, all hooks see imports. */
export function showImports({ importHooks, toHook }: ImportRegister): void {
  imported = toHook;
  for (const module of toHook) show(module, hooks);
  importHooks.push((...module) => show(module, hooks));
}

/** The hooks that want to see a loaded package, however it was loaded. */
export function hooksOf(name: string): readonly OnImport[] {
  return hooks.filter(([modules]) => modules.includes(name)).map(([, , onImport]) => onImport);
}

/** A hook may add others, which are for later modules: the code that adds them shows them this one. */
function show([url, namespace, specifier, format]: Imported, shown: readonly Values[]): void {
  const module = importedPackage(url);
  const { name, file, folder } = module;
  const call = (onImport: OnImport, as: string, from: string | undefined) =>
    isCommonJs(format)
      ? patchCommonJs(namespace, exports => onImport(exports, as, from, format))
      : showDefault(namespace, onImport(namespace, as, from, format));
  for (const [modules, { internals }, onImport] of [...shown]) {
    if (file && modules.includes(file)) call(onImport, file, undefined);
    if (modules.includes(name)) {
      if (folder === undefined || isImportedAsPackage(specifier, module)) call(onImport, name, folder);
      else if (internals) call(onImport, pathInside(module), folder);
    } else if (modules.includes(specifier)) call(onImport, specifier, folder);
  }
}

function showDefault(namespace: object, patched: unknown): void {
  if (patched && patched !== namespace && 'default' in namespace) Reflect.set(namespace, 'default', patched);
}

function isCommonJs(format: string | undefined): boolean {
  return format === 'commonjs' || format === 'builtin';
}

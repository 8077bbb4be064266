import { type Announcement, listenerIn, written } from './announcement.ts';
import { type Edit, edited } from './edit.ts';
import { type EsBinding, esBindings } from './es-bindings.ts';
import type { DefaultExport } from './es-exports.ts';
import type { EsModule } from './es-module.ts';
import type { EsPackage } from './es-package.ts';

/** Exactly as long as `export default` once `let` precedes and `=` follows it. */
const DEFAULT = '$otelRun_';

/**
 * An ES module that announces, after it has run, how each of its exports is read and replaced. As with a
 * module imported from `node_modules`, only importers see a replaced export: each export that never changes
 * gets its own name. If that would be too late (in a circular import) or would not follow a changing value,
 * exports stay unchanged. Nothing moves to another line.
 */
export function announceEsModule(
  source: string,
  module: EsModule,
  announcement: Announcement,
  { path, files }: { readonly path: string; readonly files: EsPackage },
): string {
  const isInCircle = files.isInCircle(path);
  const { defaultExport } = module;
  const defaultName = defaultExport && (defaultExport.name ?? DEFAULT);
  const bindings = esBindings(module, { path, files, isInCircle, defaultName });
  const edits = [
    ...(isInCircle ? constantEdits(source, module) : module.places.map(place => blank(source, place))),
    ...(defaultExport ? defaultEdits(source, defaultExport) : []),
  ];
  const exported = bindings.flatMap(binding => exportOf(binding, isInCircle));
  const stars = module.stars.map((star, index) => ({ star, name: `$otelRunAll${index}` }));
  const imports = stars.map(({ star, name }) => `import*as ${name} from ${JSON.stringify(star)};`);
  const values = [
    written(announcement),
    '0',
    `{${bindings.map(accessor).join(',')}}`,
    ...(stars.length > 0 ? [`[${stars.map(({ name }) => name).join(',')}]`] : []),
  ];
  return `${edited(source, edits)}
;${imports.join('')}${exported.join('')}${listenerIn(source)}?.(${values.join(',')});
`;
}

/** The code at that place, as spaces, so that statements still end where they did. */
function blank(source: string, { start, length }: { start: number; length: number }): Edit {
  const text = source.slice(start, start + length).replace(/[^\n\r]/g, ' ');
  return { at: start, length, text: `;${text.slice(1)}` };
}

/** Constants that are assigned become variables. */
function constantEdits(source: string, { locals, constants }: EsModule): readonly Edit[] {
  const places = new Set([...locals.values()].flatMap(local => constants.get(local) ?? []));
  return [...places].map(at => ({ at: source.indexOf('const', at), length: 'const'.length, text: 'let  ' }));
}

function defaultEdits(source: string, place: DefaultExport): readonly Edit[] {
  const { start, length, name, nameAt } = place;
  if (name !== undefined) return [blank(source, place)];
  if (nameAt !== undefined) return [blank(source, place), { at: nameAt, length: 0, text: ` ${DEFAULT}` }];
  const rest = source.slice(start, start + length).replace(/[^\n\r]/g, '');
  return [{ at: start, length, text: `let ${DEFAULT}=${rest}` }];
}

function exportOf({ exported, from, local, alias, isWritten }: EsBinding, isInCircle: boolean): string[] {
  const imported = from && importOf(from, local);
  const name = alias ?? local;
  const isThere = isInCircle && isWritten;
  const statement = isThere ? '' : `export{${name} as ${asName(exported)}};`;
  return [imported ?? '', alias ? `let ${alias}=${local};` : '', statement].filter(Boolean);
}

function importOf({ source, imported }: NonNullable<EsBinding['from']>, local: string): string {
  const from = JSON.stringify(source);
  return imported === undefined
    ? `import*as ${local} from ${from};`
    : `import{${asName(imported)} as ${local}}from ${from};`;
}

/** Names may be strings: `module.exports` is one. */
function asName(name: string): string {
  return /^[\w$]+$/.test(name) ? name : JSON.stringify(name);
}

function accessor({ exported, local, alias, isAssignable }: EsBinding): string {
  const [key, name] = [JSON.stringify(exported), alias ?? local];
  const getter = `get ${key}(){return ${name}}`;
  return isAssignable ? `${getter},set ${key}(value){${name}=value}` : getter;
}

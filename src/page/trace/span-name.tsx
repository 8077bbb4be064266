import type { ViewSpan } from '../../view/model.ts';

/** A span's name with what it calls: `GET api.example/price`. */
export function SpanName({ span }: { readonly span: ViewSpan }) {
  const { name, target, kind } = span;
  return (
    <>
      <b>{name}</b>
      {target !== null && !name.includes(target) && <span class="target"> {target}</span>}
      {(kind === 'producer' || kind === 'consumer') && <span class="faint"> {kind}</span>}
    </>
  );
}

/** The same as a text. */
export function nameOf({ name, target }: ViewSpan): string {
  return target !== null && !name.includes(target) ? `${name} ${target}` : name;
}

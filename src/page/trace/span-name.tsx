import type { ViewSpan } from '../../view/model/spans.ts';

/** A span's name with its target: `GET api.example/price`. */
export function SpanName({ span }: { readonly span: ViewSpan }) {
  const { name, kind } = span;
  const about = aboutOf(span);
  return (
    <>
      <b>{name}</b>
      {about !== '' && <span class="target"> {about}</span>}
      {(kind === 'producer' || kind === 'consumer') && <span class="faint"> {kind}</span>}
    </>
  );
}

/** The same as a string. */
export function nameOf(span: ViewSpan): string {
  return `${span.name} ${aboutOf(span)}`.trim();
}

/** What the name lacks: the target of a client, and the path of a request without a route. */
function aboutOf({ name, target, kind, attributes }: ViewSpan): string {
  const path = attributes['url.path'];
  const about = target ?? (kind === 'server' && !name.includes('/') && typeof path === 'string' ? path : '');
  return name.includes(about) ? '' : about;
}

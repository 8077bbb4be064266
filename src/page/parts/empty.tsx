import type { ComponentChildren } from 'preact';

/** The text of an empty list, and what would fill it. */
export function Empty({
  title,
  children,
}: {
  readonly title: string;
  readonly children?: ComponentChildren;
}) {
  return (
    <div class="empty">
      <b>{title}</b>
      {children}
    </div>
  );
}

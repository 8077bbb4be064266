import { signal } from '@preact/signals';

/** The last action, shown briefly. */
export const said = signal('');

let quiet: ReturnType<typeof setTimeout> | undefined;

/** Shows a line at the bottom of the page for two seconds. */
export function say(line: string): void {
  said.value = line;
  clearTimeout(quiet);
  quiet = setTimeout(() => {
    said.value = '';
  }, 2000);
}

/** Copies a string to the clipboard and says so. A page opened as a file may need a selection for that. */
export async function copy(text: string, what: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    copyBySelection(text);
  }
  say(`${what} copied`);
}

function copyBySelection(text: string): void {
  const area = document.createElement('textarea');
  area.value = text;
  document.body.append(area);
  area.select();
  document.execCommand('copy');
  area.remove();
}

/** Copies the shown item as JSON. */
export function copyJson(value: unknown, what: string): void {
  void copy(JSON.stringify(value, null, 2), `${what} as JSON`);
}

/** Copies the address of a place on this page. */
export function copyLink(href: string): void {
  void copy(new URL(href, location.href).href, 'Link');
}

/** Downloads a string as a file. */
export function download(fileName: string, text: string): void {
  const link = document.createElement('a');
  link.download = fileName;
  link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
}

/** The line that {@link say} shows. */
export function CopyNotice() {
  return (
    <div role="status" aria-live="polite">
      {said.value && <p class="said">{said}</p>}
    </div>
  );
}

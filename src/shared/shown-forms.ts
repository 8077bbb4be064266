/** Shorter texts may be part of any message. */
const SHORTEST = 6;

const MOST = 200;

/** The beginning of a message that no other text has. */
const BEGINNING = 64;

/**
 * Messages of errors that quote something, each with the form that may be shown. An error passes several
 * spans and records, but only one place knows what it quotes.
 */
export class ShownForms {
  readonly #known = new Map<string, string>();

  /** Notes what to show instead of a message. The oldest of too many is forgotten. */
  note(message: string, shown: string): void {
    if (message.length < SHORTEST) return;
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MOST && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(message, shown);
  }

  /** A text with each known message in its shown form, for example a stack. */
  of(text: string): string {
    const exact = this.#known.get(text);
    if (exact !== undefined) return exact;
    let shown = text;
    for (const [message, form] of this.#known) {
      if (form === message) continue;
      shown = message.length < shown.length ? shown.replaceAll(message, form) : shown;
      shown = withoutCut(shown, message, form);
    }
    return shown;
  }

  /** The shown form of the known message that a text ends with; undefined if it ends with none. */
  atEndOf(text: string, separator: string): string | undefined {
    for (const [message, form] of this.#known) if (text.endsWith(separator + message)) return form;
    return undefined;
  }
}

/** Limits cut a long text, perhaps within a message. */
function withoutCut(text: string, message: string, form: string): string {
  if (message.length <= BEGINNING) return text;
  const at = text.indexOf(message.slice(0, BEGINNING));
  return at >= 0 && message.startsWith(text.slice(at)) ? text.slice(0, at) + form : text;
}

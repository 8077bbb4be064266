/** Shorter texts may be part of any message. */
const SHORTEST = 6;

const MOST = 200;

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
      if (message.length < shown.length && form !== message) shown = shown.replaceAll(message, form);
    }
    return shown;
  }

  /** The shown form of the known message that a text ends with; undefined if it ends with none. */
  atEndOf(text: string, separator: string): string | undefined {
    for (const [message, form] of this.#known) if (text.endsWith(separator + message)) return form;
    return undefined;
  }
}

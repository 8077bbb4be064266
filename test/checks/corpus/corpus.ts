/** Texts as applications write them: what a check has to find, by its word for it, and what it has to leave alone. */
export interface Corpus {
  readonly found: readonly { readonly text: string; readonly what: string }[];
  readonly harmless: readonly string[];
}

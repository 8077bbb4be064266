/** The type of an error: its code if it has one, otherwise its name. */
export function codeOrName(error: unknown): string {
  const { code, name } = (error ?? {}) as { readonly code?: unknown; readonly name?: unknown };
  return String(code ?? name ?? '_OTHER');
}

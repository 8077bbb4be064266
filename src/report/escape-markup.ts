const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/**
 * Escapes a string for HTML and XML, in elements and in quoted attributes. Characters that XML 1.0
 * cannot contain (https://www.w3.org/TR/xml/#charsets), other control characters and those that change
 * the writing direction become U+FFFD.
 */
export function escapeMarkup(text: string): string {
  return text
    .replace(/[&<>"']/g, character => ENTITIES[character] ?? character)
    .replace(
      /[\u0080-\u009F\p{Bidi_Control}]|[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu,
      '\uFFFD',
    );
}

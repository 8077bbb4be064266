import type { OnContents } from '../../logs/redact-spans.ts';
import { loadPart } from '../foundation/parts.ts';

/**
 * Removes contents of generative AI from a span's other data. Loaded for the first span with such contents.
 */
export const removeContents: OnContents = (span, contents) =>
  loadPart('without-contents').removeSpanContents(span, contents);

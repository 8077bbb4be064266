import type { OnContents } from '../../logs/redact-spans.ts';
import { loadPart } from '../foundation/parts.ts';

/** Takes contents of generative AI out of what else a span says. Loaded for the first span that has any. */
export const removeContents: OnContents = (span, contents) =>
  loadPart('without-contents').removeSpanContents(span, contents);

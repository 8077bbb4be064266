import { ATTRIBUTES } from './cheaper/attributes.mjs';
import { CONTEXTS } from './cheaper/contexts.mjs';
import { LOADING } from './cheaper/loading.mjs';
import { REQUESTS } from './cheaper/requests.mjs';
import { SPANS } from './cheaper/spans.mjs';
import { replacing } from './replacements.mjs';

/**
 * A plugin of the bundler for expressions in other packages that cost more than the code around them. They are rewritten
 * and do the same as before. The build fails if upstream's code no longer matches.
 */
export function cheaperUpstream() {
  return replacing('cheaper-upstream', [...ATTRIBUTES, ...CONTEXTS, ...LOADING, ...REQUESTS, ...SPANS]);
}

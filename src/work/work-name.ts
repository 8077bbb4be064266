import { warnOnce } from './warnings.ts';

const UNNAMED = 'unnamed work';

/** Names that one program plausibly has. */
const MANY = 200;

const seen = /* @__PURE__ */ new Set<string>();

/**
 * The name of a unit of work as its span gets it. A name is the same at every run of the same work: what is none,
 * and too many different ones, is warned about once and never thrown at the application.
 */
export function workName(name: unknown): string {
  if (typeof name !== 'string' || name.trim() === '') {
    warnOnce(
      `withWork needs a string as its name, and was given ${name === '' ? 'an empty one' : typeof name}`,
    );
    return UNNAMED;
  }
  if (seen.size < MANY) seen.add(name);
  else if (!seen.has(name)) {
    warnOnce(
      `withWork was given more than ${MANY} different names: a name that holds an id cannot be searched or counted, ` +
        'use one name for the same work and put what varies into attributes or fields',
    );
  }
  return name;
}

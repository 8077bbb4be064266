import { warnOnce } from './warnings.ts';

const UNNAMED = 'unnamed work';

/** Plausible number of names in one program. */
const MANY = 200;

const seen = /* @__PURE__ */ new Set<string>();

/**
 * The name of a unit of work for its span. A name must be the same at every run of the same work. Invalid
 * names and too many different ones cause one warning, never an error in the application.
 */
export function workName(name: unknown): string {
  if (typeof name !== 'string' || name.trim() === '') {
    warnOnce(
      `withWork needs a string as its name, but was given ${name === '' ? 'an empty one' : typeof name}`,
    );
    return UNNAMED;
  }
  if (seen.size < MANY) seen.add(name);
  else if (!seen.has(name)) {
    warnOnce(
      `withWork was given more than ${MANY} different names: a name that contains an id cannot be searched or counted; ` +
        'use one name for the same work and put what varies into attributes or fields',
    );
  }
  return name;
}

import { type Secrecy, secrecyOf } from '../shared/secret-names.ts';

/** What the name of a field means for its export. */
export interface Named {
  /** Its name in the record. */
  readonly attribute: string;
  /** Whether the application's name for it is reserved for the record itself. */
  readonly isReserved: boolean;
  /** Which of its values are hidden; undefined: none. */
  readonly secrecy: Secrecy | undefined;
}

/** Looks up the name of a field. */
export type Naming = (name: string) => Named;

/** Most applications use few names, in every record. This limit is for those that generate names. */
const MOST_NAMES = 5_000;

/** Makes a naming with reserved names. A field with a reserved name is exported as `field_<name>`. */
export function createNaming(reserved: readonly string[]): Naming {
  const known = new Map<string, Named>();

  return function named(name) {
    const found = known.get(name);
    if (found !== undefined) return found;
    const isReserved = reserved.includes(name);
    const attribute = isReserved ? `field_${name}` : name;
    const made = { attribute, isReserved, secrecy: secrecyOf(name) };
    if (known.size < MOST_NAMES) known.set(name, made);
    return made;
  };
}

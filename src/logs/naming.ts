import { type Secrecy, secrecyOf } from '../shared/secret-names.ts';

/** What becomes of a field, by its name. */
export interface Named {
  /** Its name in the record. */
  readonly attribute: string;
  /** Whether its own name belongs to the record. */
  readonly isReserved: boolean;
  /** What of it is not exported. */
  readonly secrecy: Secrecy | undefined;
}

/** Looks at the names of fields. */
export type Naming = (name: string) => Named;

/** Names are few and asked for with every record; an application that makes them up is not remembered for ever. */
const MOST_NAMES = 5_000;

/** How fields are named in a place where some names are reserved: such a field arrives as `field_<name>`. */
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

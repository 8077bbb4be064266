import type { BundledInstrumentation } from 'virtual:instrumentations';
import { BOUND_LIBRARIES } from './bound-libraries.ts';
import { ROUTED_FRAMEWORKS } from './framework-policy.ts';
import { POLICIES } from './instrumentation-policy.ts';
import { LIBRARIES } from './libraries.ts';
import type { ListedKind } from './library.ts';
import { READY_MADE_WORK } from './ready-made-units.ts';
import { UPSTREAM_ARRIVALS } from './upstream-arrivals.ts';

/** A library in the lists of the documents and doctor. */
export interface ListedLibrary {
  /** The name that switches it on and off. */
  readonly name: string;
  readonly kind: ListedKind;
  /** Packages and modules of Node.js, with their supported versions; empty for Node.js itself. */
  readonly targets: Readonly<Record<string, readonly string[]>>;
  readonly arrives: readonly string[];
  /** Whether it is off unless it is named. */
  readonly isOff: boolean;
}

type Entry = Pick<ListedLibrary, 'name' | 'kind' | 'targets'> & { readonly arrives: string };

const BOUND = 'callbacks in the context of their request';

/**
 * Every library that is instrumented, once: rows of all tables that have the same name are one.
 *
 * @param instrumentations those that the build bundles
 */
export function libraryList(instrumentations: readonly BundledInstrumentation[]): readonly ListedLibrary[] {
  const listed = new Map<string, ListedLibrary>();
  for (const { name, kind, targets, arrives } of entriesOf(instrumentations)) {
    const known = listed.get(name);
    listed.set(name, {
      name,
      kind: known?.kind ?? kind,
      targets: joined(known?.targets ?? {}, targets, kind),
      arrives: [...new Set([...(known?.arrives ?? []), arrives])].filter(text => text !== ''),
      isOff: isOff(name),
    });
  }
  return [...listed.values()];
}

type Targets = ListedLibrary['targets'];

/** Targets of two rows. A row that brings spans of its own may be there for other versions of the same package. */
function joined(known: Targets, further: Targets, kind: ListedKind): Targets {
  if (kind === 'work' || kind === 'context') return { ...further, ...known };
  const names = Object.keys({ ...known, ...further });
  return Object.fromEntries(
    names.map(name => [name, [...new Set([...(known[name] ?? []), ...(further[name] ?? [])])]]),
  );
}

function entriesOf(instrumentations: readonly BundledInstrumentation[]): readonly Entry[] {
  return [
    ...[...instrumentations, ...ROUTED_FRAMEWORKS].map(({ shortName: name, targets }): Entry => {
      const [kind, arrives] = UPSTREAM_ARRIVALS[name] ?? ['context', ''];
      return { name, kind, targets, arrives };
    }),
    ...LIBRARIES,
    ...READY_MADE_WORK.map(
      ({ shortName: name, targets }): Entry => ({
        name,
        kind: 'work',
        targets,
        arrives: 'a unit of work for each job or message',
      }),
    ),
    ...BOUND_LIBRARIES.map(
      ({ shortName: name, targets }): Entry => ({ name, kind: 'context', targets, arrives: BOUND }),
    ),
  ];
}

function isOff(name: string): boolean {
  return POLICIES[name]?.off ?? LIBRARIES.find(library => library.name === name)?.off ?? false;
}

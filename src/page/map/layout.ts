import type { ServiceCalls } from '../../view/model/services.ts';

/** A service or a target with its position. Columns run from callers to targets. */
export interface MapNode {
  readonly name: string;
  readonly isService: boolean;
  readonly kind: ServiceCalls['kind'];
  readonly column: number;
  readonly row: number;
}

/**
 * Places services and targets, each to the right of its callers. A cycle is cut where it first closes.
 *
 * @param services names, in the order of their colours
 */
export function layoutMap(services: readonly string[], calls: readonly ServiceCalls[]): MapNode[] {
  const kinds = new Map<string, ServiceCalls['kind']>(services.map(name => [name, 'service']));
  for (const { to, kind } of calls) if (!kinds.has(to)) kinds.set(to, kind);
  for (const { from } of calls) if (!kinds.has(from)) kinds.set(from, 'service');
  const columns = columnsOf([...kinds.keys()], calls);
  const used = new Map<number, number>();
  return [...kinds].map(([name, kind]) => {
    const column = columns.get(name) ?? 0;
    const row = used.get(column) ?? 0;
    used.set(column, row + 1);
    return { name, isService: services.includes(name), kind, column, row };
  });
}

/** The longest path to each name, without cycles. */
function columnsOf(names: readonly string[], calls: readonly ServiceCalls[]): Map<string, number> {
  const forward = withoutCycles(names, calls);
  const columns = new Map(names.map(name => [name, 0]));
  // As many rounds as the longest path may have steps.
  for (let round = 0; round < names.length; round++) {
    let isSettled = true;
    for (const { from, to } of forward) {
      const least = (columns.get(from) ?? 0) + 1;
      if ((columns.get(to) ?? 0) >= least) continue;
      columns.set(to, least);
      isSettled = false;
    }
    if (isSettled) break;
  }
  return columns;
}

function withoutCycles(names: readonly string[], calls: readonly ServiceCalls[]): ServiceCalls[] {
  const reach = new Map<string, Set<string>>(names.map(name => [name, new Set([name])]));
  const kept: ServiceCalls[] = [];
  for (const call of calls) {
    // Its target already leads back to it.
    if (reach.get(call.to)?.has(call.from)) continue;
    kept.push(call);
    for (const reached of reach.values())
      if (reached.has(call.from)) for (const name of reach.get(call.to) ?? []) reached.add(name);
  }
  return kept;
}

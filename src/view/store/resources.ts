import type { Attributes, Scope } from '../../receiver/telemetry.ts';
import { LIMITS } from './limits.ts';
import { safeAttributes, safeText, startIntake } from './safe-value.ts';

/** A resource that is stored once, however much it has sent. */
export interface HeldResource {
  readonly id: string;
  readonly attributes: Attributes;
}

/** Resources and scopes by their content. */
export interface ResourceTable {
  /** The resource with these attributes. */
  hold(attributes: Attributes): HeldResource;
  /** The same scope for the same values. */
  holdScope(scope: Scope): Scope;
  get(id: string): HeldResource | undefined;
  all(): Iterable<HeldResource>;
}

/** Keeps the most recently used resources. */
export function createResources(): ResourceTable {
  const byContent = new Map<string, HeldResource>();
  const byId = new Map<string, HeldResource>();
  const scopes = new Map<string, Scope>();
  let lastId = 0;
  return {
    hold(attributes) {
      const content = JSON.stringify(Object.entries(attributes));
      const known = byContent.get(content) ?? { id: `r${++lastId}`, attributes: safe(attributes) };
      byContent.delete(content);
      byContent.set(content, known);
      byId.set(known.id, known);
      if (byContent.size > LIMITS.resources) dropFirst(byContent, byId);
      return known;
    },
    holdScope({ name, version, attributes }) {
      const content = JSON.stringify([name, version]);
      const known = scopes.get(content);
      if (known) return known;
      if (scopes.size >= LIMITS.resources) scopes.clear();
      const intake = startIntake();
      const scope = { name: safeText(name, intake), version: safeText(version, intake), attributes };
      const held = { ...scope, attributes: safeAttributes(attributes, intake) };
      scopes.set(content, held);
      return held;
    },
    get: id => byId.get(id),
    all: () => byId.values(),
  };
}

function safe(attributes: Attributes): Attributes {
  return safeAttributes(attributes, startIntake());
}

function dropFirst(byContent: Map<string, HeldResource>, byId: Map<string, HeldResource>): void {
  for (const [content, { id }] of byContent) {
    byContent.delete(content);
    byId.delete(id);
    return;
  }
}

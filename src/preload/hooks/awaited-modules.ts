import { errorMessage } from '../../shared/error-message.ts';
import type { Say } from '../foundation/diagnostics.ts';

/** Something to be done just before a module loads for the first time. */
export interface Awaited {
  /** Packages and built-in modules; the first of them that is asked for is enough. */
  readonly targets: readonly string[];
  readonly enable: () => void;
}

/** What waits for modules, by the name of the package or built-in module. */
export class AwaitedModules {
  readonly #waiting = new Map<string, Set<Awaited>>();
  readonly #say: Say;
  #isStopped = false;

  constructor(awaited: readonly Awaited[], say: Say) {
    this.#say = say;
    for (const one of awaited) {
      for (const target of one.targets) {
        const waiting = this.#waiting.get(target) ?? new Set();
        this.#waiting.set(target, waiting.add(one));
      }
    }
  }

  /** Every module name that something waits for, or waited for. */
  get targets(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /** Whether something waits for a module of this name, or did when it was first asked for. */
  isTarget(moduleName: string): boolean {
    return this.#waiting.has(moduleName);
  }

  /** Whether what is imported from now on is left to others. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /**
   * Enables what waits for a module, each once. A failure is reported, and the application still gets the module.
   *
   * @returns whether anything was enabled by this call
   */
  activate(moduleName: string): boolean {
    const waiting = this.#waiting.get(moduleName);
    if (!waiting || waiting.size === 0) return false;
    for (const one of [...waiting]) {
      for (const target of one.targets) this.#waiting.get(target)?.delete(one);
      this.#enable(one, moduleName);
    }
    return true;
  }

  #enable(one: Awaited, moduleName: string): void {
    try {
      one.enable();
    } catch (error) {
      this.#say('warn', `${moduleName} loads without what otel-run does to it: ${errorMessage(error)}`);
    }
  }
}

import { errorMessage } from '../../shared/error-message.ts';
import type { Say } from '../foundation/diagnostics.ts';

/** An action to run just before a module loads for the first time. */
export interface Awaited {
  /** Packages and built-in modules. The first request for any of them is enough. */
  readonly targets: readonly string[];
  readonly enable: () => void;
}

/** Actions that wait for modules, by the name of the package or built-in module. */
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

  /** All module names that something waits or waited for. */
  get targets(): readonly string[] {
    return [...this.#waiting.keys()];
  }

  /** Whether something waits for a module of this name, or did when the module was first requested. */
  isTarget(moduleName: string): boolean {
    return this.#waiting.has(moduleName);
  }

  /** Whether later imports are left to other code. */
  get isStopped(): boolean {
    return this.#isStopped;
  }

  stop(): void {
    this.#isStopped = true;
  }

  /**
   * Enables everything that waits for a module, once. A failure is reported, and the application still gets
   * the module.
   *
   * @returns whether this call enabled anything
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
      this.#say('warn', `${moduleName} is not instrumented: ${errorMessage(error)}`);
    }
  }
}

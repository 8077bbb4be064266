import { lookLike } from '../../../shared/look-like.ts';

// biome-ignore lint/suspicious/noExplicitAny: methods of frameworks are passed on as they are called
export type Method = (this: any, ...args: any[]) => any;

export type Methods = Record<string, Method>;

/** Replaced methods of frameworks, each object once, to be restored together. */
export class ReplacedMethods {
  readonly #undo = new Map<object, () => void>();

  /** Replaces methods of an object with the results of `wraps`. Missing methods are left out. */
  replace(target: Methods, wraps: Readonly<Record<string, (original: Method) => Method>>): void {
    if (this.#undo.has(target)) return;
    const undo: (() => void)[] = [];
    for (const [name, wrap] of Object.entries(wraps)) {
      const original = target[name];
      if (typeof original !== 'function') continue;
      const replacement = lookLike(wrap(original), original);
      target[name] = replacement;
      // Other code may have wrapped it in the meantime.
      undo.push(() => {
        if (target[name] === replacement) target[name] = original;
      });
    }
    this.#undo.set(target, () => {
      for (const one of undo) one();
    });
  }

  putBack(): void {
    for (const undo of this.#undo.values()) undo();
    this.#undo.clear();
  }
}

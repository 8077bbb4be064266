// biome-ignore lint/suspicious/noExplicitAny: methods of frameworks are passed on as they are called
export type Method = (this: any, ...args: any[]) => any;

export type Methods = Record<string, Method>;

/** Methods of frameworks that were replaced, each object once, to be put back together. */
export class ReplacedMethods {
  readonly #undo = new Map<object, () => void>();

  /** Replaces methods of an object by what `wraps` makes of them; a method that is not there is left out. */
  replace(target: Methods, wraps: Readonly<Record<string, (original: Method) => Method>>): void {
    if (this.#undo.has(target)) return;
    const undo: (() => void)[] = [];
    for (const [name, wrap] of Object.entries(wraps)) {
      const original = target[name];
      if (typeof original !== 'function') continue;
      const replacement = wrap(original);
      target[name] = replacement;
      // Somebody else may have wrapped it in the meantime.
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

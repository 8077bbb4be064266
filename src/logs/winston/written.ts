import { whileWriting } from '../being-written.ts';
import type { Exports } from '../bridge.ts';

const patched = new WeakSet<object>();

/**
 * Marks everything that a logger's transports write, also later, as exported by winston's bridge. It patches
 * their classes, from any copy of winston-transport.
 */
export function markWinstonWrites(logger: { readonly transports: readonly Exports[] }): void {
  for (const transport of logger.transports) {
    for (const name of ['_write', '_writev']) {
      const owner = ownerOf(transport, name);
      if (!owner || patched.has(owner[name])) continue;
      const { [name]: write } = owner;
      owner[name] = function writeExported(this: Exports, ...values: unknown[]) {
        return whileWriting(() => write.apply(this, values));
      };
      patched.add(owner[name]);
    }
  }
}

function ownerOf(value: Exports, method: string): Exports {
  for (let owner = value; owner; owner = Object.getPrototypeOf(owner)) {
    if (Object.hasOwn(owner, method)) return typeof owner[method] === 'function' ? owner : undefined;
  }
  return undefined;
}

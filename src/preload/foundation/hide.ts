import { lookLike } from '../../shared/look-like.ts';

type Method = (...values: never[]) => unknown;

/** Replaces a method with another one that has the same name, length and enumerability. */
export function hide(target: object, name: string, replacement: Method): void {
  const original: Method = Reflect.get(target, name);
  lookLike(replacement, original);
  const { enumerable = false } = Object.getOwnPropertyDescriptor(target, name) ?? {};
  Object.defineProperty(target, name, {
    value: replacement,
    writable: true,
    configurable: true,
    enumerable,
  });
}

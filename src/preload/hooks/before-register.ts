import Module from 'node:module';
import { hide } from '../foundation/hide.ts';

/** Calls a function before the application registers hooks in a thread: Node.js asks those before the earlier ones. */
export function beforeRegister(action: () => void): void {
  const { register } = Module;
  hide(Module, 'register', function registerLater(this: unknown, ...values: Parameters<typeof register>) {
    action();
    return register.apply(this, values);
  });
}

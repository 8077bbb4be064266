import { errorMessage } from '../shared/error-message.ts';

/** A property of anything an application can log; what its getter throws is its value then. */
export function readProperty(source: object, key: string): unknown {
  try {
    return (source as Record<string, unknown>)[key];
  } catch (error) {
    return `[${errorMessage(error)}]`;
  }
}

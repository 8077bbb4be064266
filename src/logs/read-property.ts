import { errorMessage } from '../shared/error-message.ts';

/**
 * Reads a property of any value that an application logs. If its getter throws, the error's message is the
 * value.
 */
export function readProperty(source: object, key: string): unknown {
  try {
    return (source as Record<string, unknown>)[key];
  } catch (error) {
    return `[${errorMessage(error)}]`;
  }
}

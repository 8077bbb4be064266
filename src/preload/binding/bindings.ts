import { bindCallbacks } from './bind-calls.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/** How a package is bound: by what it exports, or by what single files of it do. */
export interface Binding {
  readonly exports?: (exports: Exports) => void;
  /** By path inside of the package. */
  readonly files?: Readonly<Record<string, (exports: Exports) => void>>;
}

/** By package. */
export const BINDINGS: Readonly<Record<string, Binding>> = {
  pg: {
    files: {
      'lib/client.js': Client => bindCallbacks(Client.prototype, 'query', 'connect'),
      'lib/native/client.js': Client => bindCallbacks(Client.prototype, 'query', 'connect'),
    },
  },
  'pg-pool': { exports: Pool => bindCallbacks(Pool.prototype, 'connect') },
  'pg-cursor': { exports: Cursor => bindCallbacks(Cursor.prototype, 'read', 'close') },
};

import * as async from './bind-async.ts';
import { bindCallbacks, bindFirstFunction, bindLastFunction } from './bind-calls.ts';
import * as fastq from './bind-fastq.ts';
import { bindWorkers } from './bind-workerpool.ts';

// biome-ignore lint/suspicious/noExplicitAny: what libraries export, and have inside, has no types here
type Exports = any;

/** Binds what is exported in place, or returns what takes its place. */
export type Bind = (exports: Exports) => unknown;

/** How a package is bound: by what it exports, or by what single files of it do. */
export interface Binding {
  readonly exports?: Bind;
  /** By path inside of the package. */
  readonly files?: Readonly<Record<string, Bind>>;
}

/** By package. */
export const BINDINGS: Readonly<Record<string, Binding>> = {
  pg: {
    files: {
      'lib/client.js': Client => bindCallbacks(Client?.prototype, 'query', 'connect'),
      'lib/native/client.js': Client => bindCallbacks(Client?.prototype, 'query', 'connect'),
    },
  },
  'pg-pool': { exports: Pool => bindCallbacks(Pool?.prototype, 'connect') },
  'pg-cursor': { exports: Cursor => bindCallbacks(Cursor?.prototype, 'read', 'close') },
  'generic-pool': { exports: ({ Pool }) => bindCallbacks(Pool?.prototype, 'acquire') },
  async: { exports: async.bindQueues },
  bluebird: {
    exports({ prototype }) {
      bindCallbacks(
        prototype,
        'then',
        'spread',
        'finally',
        'lastly',
        'tap',
        'error',
        'done',
        'asCallback',
        'nodeify',
      );
      // Before the last are classes of errors, and predicates.
      bindLastFunction(prototype, 'catch', 'caught', 'tapCatch');
      bindFirstFunction(prototype, 'map', 'mapSeries', 'each', 'filter', 'reduce');
    },
  },
  bottleneck: { exports: Bottleneck => bindFirstFunction(Bottleneck?.prototype, 'schedule', 'submit') },
  fastq: { exports: fastq.bindQueues },
  workerpool: { exports: bindWorkers },
  'p-queue': { exports: PQueue => bindFirstFunction(PQueue?.prototype, 'add') },
};

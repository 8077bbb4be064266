// The file that NODE_OPTIONS names. Every Node.js process that inherits the variable parses this file, however
// old. So it is written in ES5 syntax, and loads nothing before it knows that the runtime supports the rest.
import { isCertainlyMainThread } from './preload/foundation/main-thread.ts';

declare const require: (path: string) => unknown;
declare const Bun: unknown;
declare const Deno: unknown;

/** MiB of a worker thread's heap: what decides and instruments takes 4 to 6 of them, which a small one needs for its work. */
var SMALL_HEAP = 16;

(function door() {
  var version = process.versions.node.split('.');
  var major = Number(version[0]);
  var supported = major > 20 || (major === 20 && Number(version[1]) >= 19);
  var runtime = typeof Bun !== 'undefined' ? 'Bun' : typeof Deno !== 'undefined' ? 'Deno' : 'Node.js';
  try {
    if (runtime === 'Node.js' && supported) {
      if (isCertainlyMainThread() || !hasSmallHeap()) require('./preload/main.cjs');
      else if (/^\s*(debug|verbose|all)\s*$/i.test(process.env.OTEL_LOG_LEVEL || '')) {
        say('a thread with a heap of ' + SMALL_HEAP + ' MiB or less (resourceLimits)', 'thread');
      }
    } else if (isMainThread()) {
      say(
        'it runs ' +
          (runtime === 'Node.js' ? 'Node.js ' + process.versions.node : runtime) +
          ', otel-run needs Node.js 20.19 or newer',
      );
    }
  } catch (error) {
    say(error instanceof Error ? error.message : error);
  }
})();

function say(reason: unknown, what?: string) {
  process.stderr.write('otel-run: this ' + (what || 'process') + ' is not instrumented: ' + reason + '\n');
}

function hasSmallHeap() {
  // biome-ignore lint/style/useNodejsImportProtocol: as below
  var limit = (require('worker_threads') as typeof import('node:worker_threads')).resourceLimits
    .maxOldGenerationSizeMb;
  return limit !== undefined && limit <= SMALL_HEAP;
}

// Worker threads came with Node.js 10.5.
function isMainThread() {
  try {
    // biome-ignore lint/style/useNodejsImportProtocol: Node.js knows the prefix since 14.18
    return (require('worker_threads') as { isMainThread: boolean }).isMainThread;
  } catch (_) {
    return true;
  }
}

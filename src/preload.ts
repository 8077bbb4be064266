// The door that NODE_OPTIONS names. Every Node.js that inherits the variable parses this file, however old, so it
// is written in the syntax of ES5 and loads nothing before it knows that the runtime can run the rest.
declare const require: (path: string) => unknown;
declare const Bun: unknown;
declare const Deno: unknown;

(function door() {
  var version = process.versions.node.split('.');
  var major = Number(version[0]);
  var supported = major > 20 || (major === 20 && Number(version[1]) >= 19);
  var runtime = typeof Bun !== 'undefined' ? 'Bun' : typeof Deno !== 'undefined' ? 'Deno' : 'Node.js';
  try {
    if (runtime === 'Node.js' && supported) {
      require('./preload/main.cjs');
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

  function say(reason: unknown) {
    process.stderr.write('otel-run: this process is not instrumented: ' + reason + '\n');
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
})();

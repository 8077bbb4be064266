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
    } else {
      process.stderr.write(
        'otel-run: this process is not instrumented: it runs ' +
          (runtime === 'Node.js' ? 'Node.js ' + process.versions.node : runtime) +
          ', otel-run needs Node.js 20.19 or newer\n',
      );
    }
  } catch (error) {
    process.stderr.write(
      'otel-run: this process is not instrumented: ' +
        (error instanceof Error ? error.message : error) +
        '\n',
    );
  }
})();

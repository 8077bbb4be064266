/** What takes time only while a process starts. */
export const LOADING = [
  {
    // Read and parsed again for each file of an instrumented package.
    file: /@opentelemetry[\\/]instrumentation[\\/]dist[\\/]platform[\\/]node[\\/]instrumentation\.mjs$/,
    until: 'upstream remembers the version of a package',
    upstream: 'const version = this._extractPackageVersion(baseDir);',
    ours: `let version = versionsByFolder.get(baseDir);
    if (version === undefined) {
      version = this._extractPackageVersion(baseDir);
      versionsByFolder.set(baseDir, version);
    }`,
    imported: ['const versionsByFolder = new Map();\n'],
  },
  {
    // Loaded by every process for nothing: `ScopedContextManager` binds emitters in its own way.
    file: /@opentelemetry[\\/]context-async-hooks[\\/]dist[\\/]AsyncLocalStorageContextManager\.mjs$/,
    until: 'upstream has what binds emitters in a module of its own',
    upstream: /_bindEventEmitter\(context, ee\) \{[\s\S]*?(?=\s+enable\(\) \{)/,
    ours: '',
  },
  {
    file: /@opentelemetry[\\/]context-async-hooks[\\/]dist[\\/]AsyncLocalStorageContextManager\.mjs$/,
    until: 'the row above goes',
    upstream: 'if (target instanceof EventEmitter) return this._bindEventEmitter(context, target);',
    ours: '',
  },
  {
    // For subcommands that are separate programs, unlike ours: it takes as long
    // to load as everything else in a run.
    file: /[\\/]commander[\\/]lib[\\/]command\.js$/,
    until: 'commander loads `node:child_process` only when a subcommand is a separate program',
    upstream: "require('node:child_process')",
    ours: '{}',
  },
];

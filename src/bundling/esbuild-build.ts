/** The used parts of esbuild's `PluginBuild`. */
export interface EsbuildBuild {
  readonly initialOptions: {
    readonly absWorkingDir?: string | undefined;
    readonly platform?: string | undefined;
    readonly loader?: Readonly<Record<string, string>> | undefined;
    readonly plugins?: readonly OtherPlugin[] | undefined;
  };
  readonly esbuild: { transform(source: string, options: object): Promise<{ code: string }> };
  onLoad(options: LoadOptions, callback: (file: LoadedFile) => Maybe<OwnLoaded>): void;
  onResolve(
    options: { filter: RegExp },
    callback: (request: ResolveRequest) => Promise<OwnResolution | undefined>,
  ): void;
  resolve(path: string, options: object): Promise<Resolution & { errors: unknown[] }>;
}

/** Any plugin of a configuration. */
export interface OtherPlugin {
  readonly name: string;
}

export interface LoadOptions {
  filter: RegExp;
  namespace?: string;
}

type Maybe<Value> = Promise<Value | undefined> | Value | undefined;

/** The file to load. */
export interface LoadedFile {
  path: string;
  namespace: string;
  suffix: string;
  // biome-ignore lint/suspicious/noExplicitAny: so it is declared by esbuild
  pluginData: any;
  with: Record<string, string>;
}

export type Loader = 'js' | 'jsx' | 'ts' | 'tsx';

/** The content to load instead of a file. */
export interface OwnLoaded {
  contents: string;
  loader: Loader;
  resolveDir?: string;
}

/** The result of any plugin. It may also have errors, and data for other plugins. */
export interface LoadedByPlugin {
  readonly contents?: string | Uint8Array;
  readonly loader?: string;
}

export interface ResolveRequest {
  path: string;
  importer: string;
  namespace: string;
  resolveDir: string;
  kind: string;
  with?: Record<string, string>;
  pluginData?: unknown;
}

export interface Resolution {
  path: string;
  external: boolean;
  namespace: string;
  suffix: string;
  sideEffects: boolean;
}

/** The file that a request resolves to. */
export interface OwnResolution {
  path: string;
  namespace: string;
  suffix?: string;
  sideEffects?: boolean;
  pluginData?: unknown;
}

/** Where a setting came from, strongest first. */
export type Source = 'flag' | 'env' | `env-file:${string}` | 'package.json' | 'default';

/** A variable with its effective value and the source of that value. The value may be a secret. */
export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly source: Source;
}

/** The options of the command line. An option that was not given is absent. */
export interface Flags {
  readonly service?: string | undefined;
  readonly environment?: string | undefined;
  readonly development?: boolean | undefined;
  readonly failOpen?: boolean | undefined;
}

/** A dotenv file that was read, or the reason why it could not be read. */
export type EnvFile =
  | { readonly path: string; readonly variables: Readonly<Record<string, string>> }
  | { readonly path: string; readonly error: string };

/** The parts of the working directory's package.json that matter here. */
export interface PackageManifest {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly 'otel-run'?: unknown;
  readonly scripts?: Readonly<Record<string, unknown>>;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/** All inputs of a configuration. Env files are in the order in which they were named. */
export interface ConfigurationInputs {
  readonly flags: Flags;
  readonly env: Environment;
  readonly envFiles?: readonly EnvFile[];
  /** Env files that the command's Node.js reads itself, as far as known. They are weaker than ours. */
  readonly commandEnvFiles?: readonly EnvFile[];
  readonly packageJson?: PackageManifest | undefined;
}

/** A yes or no with what decided it, in words for a person: `NODE_ENV=production`. */
export interface ConfigurationDecision {
  readonly on: boolean;
  readonly because: string;
}

/**
 * The effective configuration.
 *
 * `settings` holds every `OTEL_*` variable that any source sets and every default that otel-run declares, in
 * the order of the variable table, unknown names last. `serviceNames` holds every deliberate statement of the
 * service name, the effective one first. `names` are the names of all variables that any source sets.
 */
export interface Configuration {
  readonly settings: ReadonlyMap<string, Setting>;
  readonly serviceName: Setting | undefined;
  readonly serviceNames: readonly Setting[];
  readonly environment: Setting | undefined;
  readonly development: ConfigurationDecision;
  readonly disabled: ConfigurationDecision;
  readonly failOpen: boolean;
  readonly configFile: string | undefined;
  readonly envFiles: readonly EnvFile[];
  readonly packageName: string | undefined;
  readonly names: readonly string[];
  /** NODE_OPTIONS as the command's Node.js would take it from a dotenv file. */
  readonly commandNodeOptions: string | undefined;
  readonly environmentChanges: Readonly<Record<string, string>>;
}

/** Written when the package is built, from what the instrumentation packages themselves say (scripts/build.mjs). */
declare module 'virtual:instrumentations' {
  export interface BundledInstrumentation {
    /** The package, `@opentelemetry/instrumentation-express`. */
    readonly name: string;
    /** The package name's end, as `OTEL_NODE_ENABLED_INSTRUMENTATIONS` has it. */
    readonly shortName: string;
    /** The part of the built preload that holds it, and the class that it exports. */
    readonly part: string;
    readonly exportName: string;
    /** Packages and built-in modules that it instruments, with the versions that it supports. */
    readonly targets: Readonly<Record<string, readonly string[]>>;
  }
  export const instrumentations: readonly BundledInstrumentation[];
}

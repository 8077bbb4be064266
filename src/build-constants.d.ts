// Replaced by their values when the package is built (scripts/build.mjs).
declare const __VERSION__: string;
declare const __SDK_VERSION__: string;
declare const __EXPORTER_VERSION__: string;
/** The attribute keys of the semantic conventions. */
declare const __ATTRIBUTE_KEYS__: readonly string[];

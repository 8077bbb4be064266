/** How much of a file is read to look for the helper. */
export const BEGINNING = 8192;

/**
 * The helper that runs every CommonJS module, as esbuild writes it without minification. It is near the
 * beginning, or in one of the chunks of a program.
 */
export const BUNDLE_HELPER = /__commonJS\d* = \(cb\d*, mod\d*\) => function __require/;

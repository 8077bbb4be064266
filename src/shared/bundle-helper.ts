/** How much of a file is read to look for the helper. */
export const BEGINNING = 8192;

/**
 * How esbuild writes, unless it minifies, the helper that every CommonJS module runs by. It is near the beginning, but for
 * a program in chunks, where it is in one of those.
 */
export const BUNDLE_HELPER = /__commonJS\d* = \(cb\d*, mod\d*\) => function __require/;

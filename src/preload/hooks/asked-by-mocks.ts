import type { Asked } from './inside-package.ts';

/** Marks that esmock and testdouble add to the URL of a module whose imports they may replace. */
const MOCKABLE = /[?&](?:esmk|__quibble)/;

/** The module from which testdouble asks where a module to be replaced is. */
const ASKING = /\/node_modules\/quibble\//;

/**
 * Whether a mocking tool asks where a module is. It compares the URL with the URLs of modules to replace, and
 * does not recognize a URL with our mark. It sees our marks only in the thread of module hooks: elsewhere our
 * hooks run before its hooks.
 */
export function isAskedByMocks({ parentURL = '' }: Asked): boolean {
  return MOCKABLE.test(parentURL) || ASKING.test(parentURL);
}

import type { Asked } from './inside-package.ts';

/** What esmock and testdouble add to the URL of a module whose imports they may replace. */
const MOCKABLE = /[?&](?:esmk|__quibble)/;

/** What testdouble asks by, where a module is that it is to replace. */
const ASKING = /\/node_modules\/quibble\//;

/**
 * Whether mocks want to know where a module is. They compare its URL with those of what they replace, and find none that
 * has a mark. Only in the thread of module hooks do they see ours: elsewhere our hooks run in front of theirs.
 */
export function isAskedByMocks({ parentURL = '' }: Asked): boolean {
  return MOCKABLE.test(parentURL) || ASKING.test(parentURL);
}

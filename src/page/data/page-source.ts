import { frozenSource, readFrozenView } from './frozen-source.ts';
import { followView } from './live.ts';
import { liveSource, type Source } from './source.ts';

/** What the page asks: a running view, or what its own file holds. */
export const source: Source = openSource();

function openSource(): Source {
  const view = readFrozenView();
  if (view) return frozenSource(view);
  followView();
  return liveSource;
}

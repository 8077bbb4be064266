import { frozenSource, readFrozenView } from './frozen-source.ts';
import { followView } from './live.ts';
import { type DataSource, liveSource } from './source.ts';

/** What the page asks: a running view, or what its own file holds. */
export const source: DataSource = openSource();

function openSource(): DataSource {
  const view = readFrozenView();
  if (view) return frozenSource(view);
  followView();
  return liveSource;
}

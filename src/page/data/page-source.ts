import { frozenSource, readFrozenView } from './frozen-source.ts';
import { followView } from './live.ts';
import { type DataSource, liveSource } from './source.ts';

/** The source of the page's data: a running view, or the page's own file. */
export const source: DataSource = openSource();

function openSource(): DataSource {
  const view = readFrozenView();
  if (view) return frozenSource(view);
  followView();
  return liveSource;
}

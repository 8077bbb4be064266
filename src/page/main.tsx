import { render } from 'preact';
import { App } from './app.tsx';
import { listenToKeys } from './parts/keys.ts';
import { followAddress } from './parts/route.ts';
import { followTrace } from './trace/trace-state.ts';
import { searchTraces } from './traces/found.ts';

const place = document.getElementById('page');
if (place) {
  place.replaceChildren();
  followAddress();
  followTrace();
  searchTraces();
  listenToKeys();
  render(<App />, place);
}

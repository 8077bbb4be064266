// A separate part, needed only for an uncaught error.
export { hideOwnFrames } from './own-frames.ts';
export { recordUncaughtError } from './record-error.ts';
export { showPlaces } from './show-places.ts';

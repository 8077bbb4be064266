// A part of its own: what an error that nobody caught needs.
export { hideOwnFrames } from './own-frames.ts';
export { recordUncaughtError } from './record-error.ts';
export { showPlaces } from './show-places.ts';

// A part of its own: what an error that nobody caught needs.
export { hideOwnFrames, showPlaces } from './look-bare.ts';
export { recordUncaughtError } from './record-error.ts';

import { type Announcement, LISTENER, written } from './announcement.ts';

/**
 * A CommonJS module that announces its exports after it has run, and exports what it gets back. Everything is
 * added after its last line, so that the code before stays in place.
 */
export function announceCommonJs(source: string, announcement: Announcement): string {
  return `${source}
;{let otelRun$=${LISTENER};if(otelRun$)module.exports=otelRun$(${written(announcement)},module.exports)}
`;
}

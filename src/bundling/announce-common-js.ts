import { type Announcement, LISTENER, written } from './announcement.ts';

/**
 * A CommonJS module that announces what it exports when it has run, and exports what it is given back. All is added
 * behind its last line, so that what stands before is where it was.
 */
export function announceCommonJs(source: string, announcement: Announcement): string {
  return `${source}
;{let otelRun$=${LISTENER};if(otelRun$)module.exports=otelRun$(${written(announcement)},module.exports)}
`;
}

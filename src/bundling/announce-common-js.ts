import { parse } from 'acorn';
import { type Announcement, listenerIn, written } from './announcement.ts';

/**
 * A CommonJS module that announces its exports after it has run, and exports what it gets back. Everything is
 * added after its last line, so that the code before stays in place. A module that may end early, by `return`, becomes a
 * function; its first line moves to the right.
 */
export function announceCommonJs(source: string, announcement: Announcement): string {
  const code = mayReturn(source) ? inFunction(source) : source;
  return `${code}
;{let otelRun$=${listenerIn(source)};if(otelRun$)module.exports=otelRun$(${written(announcement)},module.exports)}
`;
}

function mayReturn(source: string): boolean {
  return /\breturn\b/.test(source) && !isScript(source, false) && isCommonJs(source);
}

/** Whether a source can be a CommonJS module. */
export function isCommonJs(source: string): boolean {
  return isScript(source, true);
}

/** @param allowReturnOutsideFunction as in CommonJS modules */
function isScript(source: string, allowReturnOutsideFunction: boolean): boolean {
  try {
    parse(source, { ecmaVersion: 'latest', sourceType: 'script', allowReturnOutsideFunction });
    return true;
  } catch {
    return false;
  }
}

/** An arrow function has the `this` and the `arguments` of the module. */
function inFunction(source: string): string {
  const start = /^\uFEFF?(?:#!.*\n)?/.exec(source)?.[0] ?? '';
  return `${start}(()=>{${source.slice(start.length)}
})();`;
}

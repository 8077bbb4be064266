import { useEffect } from 'preact/hooks';

/** Every key that the page knows: help is made of this table. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['1', '…', '7'], does: 'go to Traces, Logs, Findings, Map, Processes, Metrics, Report' },
  { keys: ['j', '↓'], does: 'next line' },
  { keys: ['k', '↑'], does: 'line before' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['Esc'], does: 'close, go back' },
  { keys: ['/'], does: 'filter by text' },
  { keys: ['p'], does: 'pause, go on' },
  { keys: ['x'], does: 'choose a trace for a smoke test' },
  { keys: ['[', ']'], does: 'in a trace: the newer, the older one' },
  { keys: ['←', '→'], does: 'in a trace: close, open what is below a span' },
  { keys: ['e'], does: 'in a trace: next error' },
  { keys: ['c'], does: 'copy what is chosen as JSON' },
  { keys: ['l'], does: 'copy a link to it' },
  { keys: ['?'], does: 'this list' },
];

export type KeyHandlers = Readonly<Record<string, () => void>>;

const ARROWS: Readonly<Record<string, string>> = { ArrowDown: 'j', ArrowUp: 'k' };

/** Handlers of what is open, the innermost last: it alone gets a key that it knows. */
const active: { handlers: KeyHandlers }[] = [];

/** Takes keys while a component is there. A field that has the focus keeps them, except Escape. */
export function useKeys(handlers: KeyHandlers): void {
  useEffect(() => {
    const entry = { handlers };
    active.push(entry);
    return () => {
      active.splice(active.indexOf(entry), 1);
    };
  });
}

/** Starts to listen; once a page. */
export function listenToKeys(): void {
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('input, select, textarea')) {
      if (event.key === 'Escape' && target instanceof HTMLElement) target.blur();
      return;
    }
    // A link or a button that has the focus is what Enter is for.
    if (event.key === 'Enter' && target?.closest('a, button, summary')) return;
    const key = ARROWS[event.key] ?? event.key;
    const handler = active.findLast(({ handlers }) => Object.hasOwn(handlers, key))?.handlers[key];
    if (!handler) return;
    event.preventDefault();
    handler();
  });
}

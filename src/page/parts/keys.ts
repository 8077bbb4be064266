import { useEffect } from 'preact/hooks';

/** Every keyboard shortcut of the page. The help shows this table. */
export const SHORTCUTS: readonly { readonly keys: readonly string[]; readonly does: string }[] = [
  { keys: ['1', '…', '7'], does: 'go to Traces, Logs, Findings, Map, Processes, Metrics, Report' },
  { keys: ['j', '↓'], does: 'next line' },
  { keys: ['k', '↑'], does: 'previous line' },
  { keys: ['Enter'], does: 'open' },
  { keys: ['Esc'], does: 'close, go back' },
  { keys: ['/'], does: 'filter by text' },
  { keys: ['p'], does: 'pause, continue' },
  { keys: ['x'], does: 'choose a trace for a smoke test' },
  { keys: ['[', ']'], does: 'in a trace: newer, older trace' },
  { keys: ['←', '→'], does: 'in a trace: close, open the lines below a span' },
  { keys: ['e'], does: 'in a trace: next error' },
  { keys: ['c'], does: 'copy the chosen item as JSON' },
  { keys: ['l'], does: 'copy a link to it' },
  { keys: ['?'], does: 'this list' },
];

export type KeyHandlers = Readonly<Record<string, () => void>>;

const ARROWS: Readonly<Record<string, string>> = { ArrowDown: 'j', ArrowUp: 'k' };

/** Handlers of open components, innermost last. Only the innermost handler of a key gets it. */
const active: { handlers: KeyHandlers }[] = [];

/** Handles keys while a component is mounted. A focused field keeps them, except Escape. */
export function useKeys(handlers: KeyHandlers): void {
  useEffect(() => {
    const entry = { handlers };
    active.push(entry);
    return () => {
      active.splice(active.indexOf(entry), 1);
    };
  });
}

/** Starts to listen, once per page. */
export function listenToKeys(): void {
  addEventListener('keydown', event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof Element ? event.target : null;
    if (target?.closest('input, select, textarea')) {
      if (event.key === 'Escape' && target instanceof HTMLElement) target.blur();
      return;
    }
    // Enter belongs to a focused link or button.
    if (event.key === 'Enter' && target?.closest('a, button, summary')) return;
    const key = ARROWS[event.key] ?? event.key;
    const handler = active.findLast(({ handlers }) => Object.hasOwn(handlers, key))?.handlers[key];
    if (!handler) return;
    event.preventDefault();
    handler();
  });
}

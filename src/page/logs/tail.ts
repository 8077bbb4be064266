import { useLayoutEffect, useRef } from 'preact/hooks';

/** Keeps a growing list at its end, as long as its end is visible. */
export function useTail(length: number, isWanted: boolean) {
  const box = useRef<HTMLElement>(null);
  const atEnd = useRef(true);
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = () => {
      atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 40;
    };
    element.addEventListener('scroll', look, { passive: true });
    return () => element.removeEventListener('scroll', look);
  }, []);
  useLayoutEffect(() => {
    if (isWanted && atEnd.current && box.current) box.current.scrollTop = box.current.scrollHeight;
  }, [length, isWanted]);
  return box;
}

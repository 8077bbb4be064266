import type { ComponentChild, RefObject } from 'preact';
import { useLayoutEffect, useRef, useState } from 'preact/hooks';

/** Extra rows outside of the visible part, so that fast scrolling shows no gaps. */
const BEYOND = 8;

export interface VirtualListProps<Row> {
  readonly rows: readonly Row[];
  /** Every row has this height, in CSS pixels. */
  readonly rowHeight: number;
  readonly keyOf: (row: Row) => string;
  readonly render: (row: Row, index: number) => ComponentChild;
  readonly label: string;
  /** The row to keep in sight whenever it changes; -1 for none. */
  readonly follow?: number;
}

/**
 * A list of any length with elements only for its visible part. It scrolls with the nearest `data-scroll`.
 */
export function VirtualList<Row>(props: VirtualListProps<Row>) {
  const { rows, rowHeight, keyOf, render, label, follow = -1 } = props;
  const box = useRef<HTMLUListElement>(null);
  const { first, last } = useVisibleRows(box, rowHeight, rows.length);

  useLayoutEffect(() => {
    const element = box.current;
    if (element && follow >= 0) keepInSight(element, follow * rowHeight, rowHeight);
  }, [follow, rowHeight]);

  const shown = rows.slice(first, last);
  return (
    <ul ref={box} class="virtual" aria-label={label} style={{ height: `${rows.length * rowHeight}px` }}>
      {shown.map((row, index) => (
        <li
          key={keyOf(row)}
          class="virtual-row"
          style={{ transform: `translateY(${(first + index) * rowHeight}px)`, height: `${rowHeight}px` }}
        >
          {render(row, first + index)}
        </li>
      ))}
    </ul>
  );
}

/** The range of rows to draw, which follows the scroller. */
function useVisibleRows(box: RefObject<HTMLElement | null>, rowHeight: number, count: number) {
  const [range, setRange] = useState({ first: 0, last: 40 });
  useLayoutEffect(() => {
    const element = box.current;
    const scroller = element?.closest<HTMLElement>('[data-scroll]');
    if (!element || !scroller) return;
    const look = () => {
      const above = scroller.getBoundingClientRect().top - element.getBoundingClientRect().top;
      const first = Math.max(0, Math.floor(above / rowHeight) - BEYOND);
      const last = Math.ceil((above + scroller.clientHeight) / rowHeight) + BEYOND;
      setRange(known => (known.first === first && known.last === last ? known : { first, last }));
    };
    const sizes = new ResizeObserver(look);
    sizes.observe(scroller);
    scroller.addEventListener('scroll', look, { passive: true });
    look();
    return () => {
      sizes.disconnect();
      scroller.removeEventListener('scroll', look);
    };
  }, [box, rowHeight, count]);
  return range;
}

/** Scrolls only as far as needed to show a whole row below the sticky header. */
function keepInSight(list: HTMLElement, top: number, height: number): void {
  const scroller = list.closest<HTMLElement>('[data-scroll]');
  if (!scroller) return;
  const sticky = Number(list.dataset.sticky ?? 40);
  const start = list.getBoundingClientRect().top - scroller.getBoundingClientRect().top + top;
  if (start < sticky) scroller.scrollTop += start - sticky - height;
  else if (start + height > scroller.clientHeight)
    scroller.scrollTop += start + height * 2 - scroller.clientHeight;
}

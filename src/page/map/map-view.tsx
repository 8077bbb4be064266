import { services } from '../data/state.ts';
import { Empty } from '../parts/empty.tsx';
import { count } from '../parts/format.ts';
import { Drawing } from './drawing.tsx';
import { layoutMap } from './layout.ts';
import { CallTable, ServiceTable } from './tables.tsx';

/** Services and their calls. */
export function MapView() {
  const { services: all, calls } = services.value;
  const nodes = layoutMap(
    all.map(({ name }) => name),
    calls,
  );
  return (
    <main data-scroll>
      <div class="inset">
        <div class="headline">
          <h1>
            {count(all.length, 'service')}
            {calls.length > 0 &&
              ` · ${count(
                calls.reduce((sum, call) => sum + call.count, 0),
                'call',
              )}`}
          </h1>
        </div>
        {nodes.length === 0 ? (
          <Empty title="No services yet">They appear with the first span or record that they send.</Empty>
        ) : (
          <Drawing nodes={nodes} calls={calls} summaries={all} />
        )}
        <ServiceTable services={all} />
        <CallTable calls={calls} />
      </div>
    </main>
  );
}

import type { StartFacts } from './decide/decision.ts';
import type { Delivery } from './delivery/delivery.ts';
import { uncaughtHooks } from './errors/uncaught.ts';
import { deliverBeforeDirectEnds, leaveSignalsToSyncChildren } from './exit/direct-ends.ts';
import { watchExit } from './exit/exit.ts';
import { dieOf, withDefaultSignals } from './exit/signals.ts';
import { asAtStart } from './foundation/as-at-start.ts';
import type { Lambda } from './libraries/http/aws-lambda.ts';
import type { NamedWork } from './libraries/work/work-spans.ts';
import type { Providers } from './sdk/providers.ts';

/** Delivers what has ended before this thread ends, in whatever way. */
export function deliverAtExit(
  delivery: Delivery,
  providers: Providers,
  facts: StartFacts,
  work: NamedWork | undefined,
  lambda: Lambda | undefined,
): void {
  // A signal that arrives while the exit waits ends the process at once.
  const deliver = () => asAtStart(() => withDefaultSignals(signals, delivery.deliverNow));
  const { signals, keep } = watchExit({
    onExit() {
      lambda?.exited();
      deliver();
      work?.report();
    },
    onIdle: () => asAtStart(delivery.deliverBeforeExit),
    onSignal(signal) {
      deliver();
      asAtStart(() => withDefaultSignals(signals, () => dieOf(signal)));
    },
    ...uncaughtHooks(providers, facts.thread === 'main', error => lambda?.crashed(error)),
  });
  delivery.onAdd(nowAndSoon(keep));
  if (facts.thread !== 'main') return;
  deliverBeforeDirectEnds(deliver, signals);
  // While the application loads, a signal has its default effect in Node.js: it ends the program at once.
  setImmediate(() => {
    keep();
    signals.arm();
    leaveSignalsToSyncChildren(signals);
  }).unref();
}

/**
 * Acts for each item, and for the first of a batch again: after the code that runs now, and when all other code of this
 * turn of the event loop has run.
 */
function nowAndSoon(act: () => void): (isFirst: boolean) => void {
  return isFirst => {
    act();
    if (!isFirst) return;
    process.nextTick(act);
    setImmediate(act).unref();
  };
}

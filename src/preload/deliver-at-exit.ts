import type { Settings } from '../config/settings.ts';
import type { StartFacts } from './decide/decision.ts';
import type { Delivery } from './delivery/delivery.ts';
import { uncaughtHooks } from './errors/uncaught.ts';
import { deliverBeforeDirectEnds, leaveSignalsToSyncChildren } from './exit/direct-ends.ts';
import { watchExit } from './exit/exit.ts';
import { dieOf, type SignalWatch, withDefaultSignals } from './exit/signals.ts';
import { asAtStart } from './foundation/as-at-start.ts';
import { beforeEnd } from './foundation/before-end.ts';
import { monotonicNow } from './foundation/intrinsics.ts';
import type { Lambda } from './libraries/http/aws-lambda.ts';
import type { NamedWork } from './libraries/work/work-spans.ts';
import type { Providers } from './sdk/providers.ts';

/** Delivers what has ended before this thread ends, in whatever way. */
export function deliverAtExit(
  { flushTimeout }: Settings,
  delivery: Delivery,
  flush: () => Promise<void>,
  providers: Providers,
  facts: StartFacts,
  work: NamedWork | undefined,
  lambda: Lambda | undefined,
): void {
  let start: number | undefined;
  const waited = () => (start === undefined ? 0 : monotonicNow() - start);
  // A signal that arrives while the exit waits ends the process at once.
  const deliver = () => asAtStart(() => withDefaultSignals(signals, () => deliverLast(delivery, waited())));
  const { signals, keep } = watchExit({
    onExit() {
      lambda?.exited();
      deliver();
      work?.report();
    },
    onIdle: () => asAtStart(delivery.deliverBeforeExit),
    onSignal(signal) {
      // Launchers such as nodemon pass on a Ctrl-C that has already come: the first second survives it.
      asAtStart(() => deliverLast(delivery, waited(), signals.disarm));
      asAtStart(() => withDefaultSignals(signals, () => dieOf(signal)));
    },
    deliverUnblocked() {
      start = monotonicNow();
      return flush();
    },
    flushTimeout,
    ...uncaughtHooks(providers, facts.thread === 'main', error => lambda?.crashed(error)),
  });
  delivery.onAdd(nowAndSoon(keep));
  if (facts.thread !== 'main') return;
  deliverBeforeDirectEnds(deliver, signals);
  setImmediate(() => {
    keep();
    watchSignals(signals);
  }).unref();
}

/** After what acts before the end, such as spans of answers that nobody has read. */
function deliverLast(delivery: Delivery, waited: number, midway?: () => void): void {
  for (const act of beforeEnd) act();
  delivery.deliverNow(waited, midway);
}

/** Not while the application loads: until then, a signal has its default effect, and ends the program at once. */
function watchSignals(signals: SignalWatch): void {
  signals.arm();
  leaveSignalsToSyncChildren(signals);
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

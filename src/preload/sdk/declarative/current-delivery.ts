import type { Delivery } from '../../delivery/delivery.ts';

let current: Delivery | undefined;

/** Sets the delivery that exporters of a configuration file open while `build` builds them. */
export function withDelivery<Result>(delivery: Delivery, build: () => Result): Result {
  current = delivery;
  try {
    return build();
  } finally {
    current = undefined;
  }
}

/** @throws outside `withDelivery` */
export function currentDelivery(): Delivery {
  if (!current) throw new Error('an OTLP exporter was built outside of the configuration');
  return current;
}

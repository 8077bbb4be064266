import type { Origin } from '../../receiver/telemetry.ts';

/** The name of a sender without one: the default of OpenTelemetry's resource conventions. */
const UNKNOWN = 'unknown_service';

/** The `service.name` of a sender. */
export function serviceNameOf({ resource }: Pick<Origin, 'resource'>): string {
  const name = resource['service.name'];
  return typeof name === 'string' && name !== '' ? name : UNKNOWN;
}

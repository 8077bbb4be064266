import type { Origin } from '../../receiver/telemetry.ts';

/** What a sender without a name is called: the default of OpenTelemetry's resource conventions. */
const UNKNOWN = 'unknown_service';

/** The `service.name` of what sent something. */
export function serviceNameOf({ resource }: Pick<Origin, 'resource'>): string {
  const name = resource['service.name'];
  return typeof name === 'string' && name !== '' ? name : UNKNOWN;
}

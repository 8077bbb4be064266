import type { SetUp } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { observeTelemetryChannel } from './ai-channel.ts';
import { withTelemetry } from './ai-functions.ts';
import { withObjects } from './ai-objects.ts';

/** Version 7 publishes its operations. Version 6 reports them to a tracer that each call is given. */
export function enable({ targets, storage }: SetUp): void {
  observeTelemetryChannel(storage);
  for (const name of Object.keys(targets)) {
    patchExports(name, ['>=6.0.0 <7'], { exports: withTelemetry });
    patchExports(name, ['>=7.0.0 <8'], { exports: withObjects });
  }
}

import type { LibraryPart } from '../library-part.ts';
import { patchExports } from '../patch-exports.ts';
import { replaceMethod } from './patch-library.ts';
import { callsJob, runJob } from './scheduled-job.ts';

type Method = ((this: unknown, ...values: unknown[]) => unknown) & object;

/** The part of `@nestjs/schedule` that finds decorated methods, as far as it matters here. */
interface Explorer {
  readonly metadataAccessor?: {
    getSchedulerName?(method: Method): string | undefined;
    getCronMetadata?(method: Method): { readonly name?: string } | undefined;
  };
  wrapFunctionInTryCatchBlocks(method: Method, instance: object): Method;
}

/**
 * Creates a unit of work for each run of a method with `@Cron`, `@Interval` or `@Timeout`: `<name, or
 * Class.method> run`. Nest catches and logs its errors. The part for `cron`, which runs some of these
 * methods, creates no second unit.
 */
export const enable: LibraryPart['enable'] = ({ targets }) => {
  for (const [target, versions] of Object.entries(targets)) {
    patchExports(target, versions, {
      files: {
        'dist/schedule.explorer.js'({
          ScheduleExplorer: explorer,
        }: {
          ScheduleExplorer?: { readonly prototype: Explorer };
        }) {
          if (explorer) replaceMethod(explorer.prototype, 'wrapFunctionInTryCatchBlocks', wrapping);
        },
      },
    });
  }
};

function wrapping(
  original: Explorer['wrapFunctionInTryCatchBlocks'],
): Explorer['wrapFunctionInTryCatchBlocks'] {
  return function (this: Explorer, method, instance) {
    const name = nameOf(this, method, instance);
    const unit = new Proxy(method, {
      apply: (target, self, values) => runJob(name, false, () => Reflect.apply(target, self, values)),
    });
    return callsJob(original.call(this, unit, instance));
  };
}

function nameOf({ metadataAccessor }: Explorer, method: Method, instance: object): string {
  const given =
    metadataAccessor?.getSchedulerName?.(method) ?? metadataAccessor?.getCronMetadata?.(method)?.name;
  return given || `${instance.constructor?.name}.${method.name}`;
}

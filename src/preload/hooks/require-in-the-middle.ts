import { Hook as EveryRequire, type HookOptions, type OnRequireFn } from 'require-in-the-middle';
import { keepForInstrumented } from './instrumented-require.ts';

/**
 * Takes the place of `require-in-the-middle` for the bundled instrumentations. Their common hook, for modules of any
 * name, is kept to those that something waits for; a hook for files that are named sees every `require`.
 */
export function Hook(files: string[] | null, options: HookOptions | null, onRequire: OnRequireFn): object {
  let hook = {};
  const create = () => {
    hook = new EveryRequire(files, options, onRequire);
  };
  if (files) create();
  else keepForInstrumented(create);
  return hook;
}

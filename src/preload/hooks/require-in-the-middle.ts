import { Hook as EveryRequire, type HookOptions, type OnRequireFn } from 'require-in-the-middle';
import { keepForInstrumented } from './instrumented-require.ts';
import { withRealName } from './package-aliases.ts';

/**
 * Replaces `require-in-the-middle` for the bundled instrumentations. Their shared hook, for modules of any
 * name, sees only modules that something waits for. A hook for named files sees every `require`. A package
 * that is installed under another name is shown by its real name.
 */
export function Hook(files: string[] | null, options: HookOptions | null, onRequire: OnRequireFn): object {
  let hook = {};
  const create = () => {
    hook = new EveryRequire(files, options, (exports, name, folder) =>
      onRequire(exports, folder === undefined ? name : withRealName(name), folder),
    );
  };
  if (files) create();
  else keepForInstrumented(create);
  return hook;
}

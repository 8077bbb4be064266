import { Hook as EveryRequire, type HookOptions, type OnRequireFn } from 'require-in-the-middle';
import { keepForInstrumented } from './instrumented-require.ts';
import { withRealName } from './package-aliases.ts';

/**
 * Takes the place of `require-in-the-middle` for the bundled instrumentations. Their common hook, for modules of any
 * name, is kept to those that something waits for; a hook for files that are named sees every `require`. A package that
 * is installed under another name is shown by its own.
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

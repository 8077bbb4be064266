import { signal } from '@preact/signals';
import { status } from '../data/state.ts';
import { Dialog } from './dialog.tsx';
import { SHORTCUTS } from './keys.ts';

export const helpIsOpen = signal(false);

/** The page's keyboard shortcuts, and the version of otel-run. */
export function Help() {
  if (!helpIsOpen.value) return null;
  return (
    <Dialog
      title="Keyboard"
      onClose={() => {
        helpIsOpen.value = false;
      }}
    >
      <dl class="keys">
        {SHORTCUTS.map(({ keys, does }) => (
          <>
            <dt>
              {keys.map(key => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{does}</dd>
          </>
        ))}
      </dl>
      <p class="quiet about">otel-run {status.value?.version}</p>
    </Dialog>
  );
}

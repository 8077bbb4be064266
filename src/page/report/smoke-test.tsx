import { useSignal, useSignalEffect } from '@preact/signals';
import type { SmokeTestAnswer } from '../../view/model/smoke-test.ts';
import { source } from '../data/page-source.ts';
import { copy, download } from '../parts/copy.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { count } from '../parts/format.ts';
import { chosenTraces } from '../traces/chosen.ts';

/** The traces chosen for a smoke test, and the button that creates it. */
export function SmokeTestBar() {
  const isOpen = useSignal(false);
  const chosen = chosenTraces.value;
  if (!source.smokeTest || chosen.size === 0) return null;
  return (
    <>
      <div class="smoke-bar">
        <span>{count(chosen.size, 'request')} chosen</span>
        <button
          type="button"
          class="button main"
          onClick={() => {
            isOpen.value = true;
          }}
        >
          Save as smoke test
        </button>
        <button
          type="button"
          class="button plain"
          onClick={() => {
            chosenTraces.value = new Set();
          }}
        >
          Clear
        </button>
      </div>
      {isOpen.value && (
        <SmokeTestDialog
          traceIds={[...chosen]}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </>
  );
}

interface DialogProps {
  readonly traceIds: readonly string[];
  readonly onClose: () => void;
}

function SmokeTestDialog({ traceIds, onClose }: DialogProps) {
  const answer = useSignal<SmokeTestAnswer | null>(null);
  const problem = useSignal('');
  useSignalEffect(() => {
    source.smokeTest?.(traceIds).then(
      test => {
        answer.value = test;
      },
      error => {
        problem.value = error instanceof Error ? error.message : String(error);
      },
    );
  });
  return (
    <Dialog title="Save as smoke test" onClose={onClose}>
      {problem.value && <p class="error-card wrap">{problem.value}</p>}
      {answer.value && <SmokeTest test={answer.value} />}
    </Dialog>
  );
}

function SmokeTest({ test }: { readonly test: SmokeTestAnswer }) {
  const { commandLine, fileName, expectations, notes } = test;
  return (
    <>
      <p>
        1. Save what is expected as <code>{fileName}</code>
      </p>
      <div class="snippet">
        <pre>{expectations}</pre>
        <p class="snippet-tools">
          <button type="button" class="button main" onClick={() => download(fileName, expectations)}>
            Download {fileName}
          </button>
          <button type="button" class="button" onClick={() => void copy(expectations, 'Expectations')}>
            Copy
          </button>
        </p>
      </div>
      <p>2. Run this here or in CI: it sends the requests and checks what the application emits.</p>
      <div class="snippet">
        <pre>{commandLine}</pre>
        <p class="snippet-tools">
          <button type="button" class="button" onClick={() => void copy(commandLine, 'Command line')}>
            Copy the command
          </button>
        </p>
      </div>
      {notes.map(note => (
        <p key={note} class="quiet wrap">
          {note}
        </p>
      ))}
    </>
  );
}

import { useSignal } from '@preact/signals';
import type { ViewException } from '../../view/model/exceptions.ts';
import { parseStack } from '../trace/stack.ts';

/** An error for people: what happened, the source lines, then the stack. */
export function Exception({ exception }: { readonly exception: ViewException }) {
  const { type, message, source, excerpt, stacktrace } = exception;
  return (
    <div class="exception">
      <p class="exception-head wrap">
        <b>{type || 'Error'}</b>
        {message && `: ${message}`}
      </p>
      {source && <p class="exception-source mono wrap">{source}</p>}
      {excerpt.length > 0 && (
        <pre class="excerpt">
          {excerpt.map(({ line, text, at }) => (
            <span key={line} class={at ? 'line at' : 'line'}>
              <i>{line}</i>
              <span>{text || ' '}</span>
            </span>
          ))}
        </pre>
      )}
      {stacktrace && <Stack stack={stacktrace} message={message} />}
    </div>
  );
}

/** The frames of the application, and those of libraries on demand. */
function Stack({ stack, message }: { readonly stack: string; readonly message: string }) {
  const isWhole = useSignal(false);
  // Its first lines repeat the type and the message.
  const words = message.split('\n').length;
  const lines = parseStack(stack).filter(({ kind }, index) => kind !== 'words' || index >= words);
  const libraries = lines.filter(({ kind }) => kind === 'library').length;
  const hasOwn = libraries < lines.length;
  const shown = isWhole.value || !hasOwn ? lines : lines.filter(({ kind }) => kind !== 'library');
  if (lines.length === 0) return null;
  return (
    <div class="stack">
      <pre>
        {shown.map(({ text, kind }, index) => (
          <span key={index} class={`line ${kind}`}>
            {text.trim()}
          </span>
        ))}
      </pre>
      {hasOwn && libraries > 0 && (
        <button
          type="button"
          class="link"
          onClick={() => {
            isWhole.value = !isWhole.value;
          }}
        >
          {isWhole.value
            ? 'only the application’s frames'
            : `and ${libraries} frames of libraries and Node.js`}
        </button>
      )}
    </div>
  );
}

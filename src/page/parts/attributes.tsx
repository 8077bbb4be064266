import { useSignal } from '@preact/signals';
import type { JsonMap, JsonValue } from '../../view/model/json.ts';
import { groupAttributes } from '../trace/attribute-groups.ts';

/** Attributes, grouped under headings. */
export function AttributeGroups({ attributes }: { readonly attributes: JsonMap }) {
  return (
    <>
      {groupAttributes(attributes).map(({ title, entries }) => (
        <section key={title} class="group">
          <h3>{title}</h3>
          <AttributeList entries={entries} />
        </section>
      ))}
    </>
  );
}

/** Names and values, a line each. */
export function AttributeList({ entries }: { readonly entries: readonly (readonly [string, JsonValue])[] }) {
  return (
    <dl class="attributes">
      {entries.map(([name, value]) => (
        <div key={name}>
          <dt class="wrap">
            <Name name={name} />
          </dt>
          <dd class="wrap">
            <Value value={value} />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A name that breaks after its dots. */
function Name({ name }: { readonly name: string }) {
  return name.split(/(?<=[._/])/).map((part, index) => (index === 0 ? part : [<wbr />, part]));
}

const LONG = 600;

/** A JSON value that is not longer takes one line. */
const SHORT = 60;

function jsonText(value: JsonValue): string {
  const line = JSON.stringify(value);
  return line.length > SHORT ? JSON.stringify(value, null, 2) : line;
}

/** A value as recorded. A very long one shows only its beginning until it is expanded. */
export function Value({ value }: { readonly value: JsonValue }) {
  const isWhole = useSignal(false);
  const text = typeof value === 'string' ? value : jsonText(value);
  const style = typeof value === 'string' ? 'value' : 'value typed';
  if (text === '') return <span class="value faint">(empty)</span>;
  if (text.length <= LONG || isWhole.value) return <span class={style}>{text}</span>;
  return (
    <>
      <span class={style}>{text.slice(0, LONG)}…</span>{' '}
      <button
        type="button"
        class="link"
        onClick={() => {
          isWhole.value = true;
        }}
      >
        all {text.length.toLocaleString('en')} characters
      </button>
    </>
  );
}

import { describe } from '../../checks/evidence.ts';
import { hideSecrets } from '../../checks/secret-patterns.ts';
import { shownValue } from '../../checks/shown-value.ts';
import type { Attributes, AttributeValue, LogRecord } from '../../receiver/telemetry.ts';
import { escapeMarkup } from '../escape-markup.ts';

/** A text as the page may hold it: escaped, known secrets not shown. */
export function text(value: string): string {
  return escapeMarkup(hideSecrets(value));
}

/** A named value, likewise. */
export function valueText(name: string, value: AttributeValue): string {
  return escapeMarkup(shownValue(name, value));
}

/** A part of the page with a heading, which a link of the page's head leads to. */
export function section(id: string, title: string, note: string, content: string): string {
  return `<section id="${id}"><h2>${title} <small>${note}</small></h2>${content}</section>`;
}

/** A word with a colour: `pass`, `fail`, `warn`, `skip`, or a severity. */
export function mark(style: string, word: string): string {
  return `<span class="mark ${style}">${escapeMarkup(word)}</span>`;
}

/** A table that scrolls on its own where it is too wide for the page; the last column takes what is left. */
export function table(heads: readonly string[], rows: readonly string[]): string {
  const head = heads.map(title => `<th>${title}</th>`).join('');
  return `<div class="scroll"><table><thead><tr>${head}</tr></thead><tbody>${rows.join('\n')}</tbody></table></div>`;
}

/** Names and values below each other. */
export function attributeList(attributes: Attributes): string {
  const rows = Object.entries(attributes).map(
    ([name, value]) => `<dt>${text(name)}</dt><dd>${valueText(name, value)}</dd>`,
  );
  return rows.length > 0 ? `<dl>${rows.join('')}</dl>` : '<p class="quiet">no attributes</p>';
}

/** A log record's severity and body. Severity numbers come in fours: 13–16 is WARN, from 17 on ERROR. */
export function logHead({ severityNumber, severityText, body, eventName }: LogRecord): string {
  const style = severityNumber >= 17 ? 'fail' : severityNumber >= 13 ? 'warn' : 'plain';
  const word = hideSecrets(severityText.toLowerCase() || 'unset');
  return `${mark(style, word)} ${valueText('', body ?? eventName)}`;
}

/** What a log record has beside its body. */
export function logDetail({ attributes, scope }: LogRecord): string {
  return attributeList({ ...attributes, 'otel.scope.name': describe(scope.name) });
}

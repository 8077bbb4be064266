import type { Severity } from '../../view/model/logs.ts';

/** The status code of an answer, styled by its meaning. */
export function StatusCode({ code }: { readonly code: number | null }) {
  if (code === null) return null;
  const style = code >= 500 ? 'bad' : code >= 400 ? 'warn' : code >= 200 && code < 300 ? 'good' : '';
  return <span class={`chip ${style}`}>{code}</span>;
}

const SEVERITY_STYLES: Readonly<Partial<Record<Severity, string>>> = {
  FATAL: 'bad',
  ERROR: 'bad',
  WARN: 'warn',
  INFO: 'info',
};

/** The severity of a record. */
export function SeverityChip({ severity }: { readonly severity: Severity }) {
  const word = severity === 'UNSPECIFIED' ? 'unset' : severity.toLowerCase();
  return <span class={`chip severity ${SEVERITY_STYLES[severity] ?? ''}`}>{word}</span>;
}

const FINDING_STYLES = { error: 'bad', warning: 'warn', info: 'info' } as const;

/** The severity of a finding. */
export function FindingChip({ severity }: { readonly severity: keyof typeof FINDING_STYLES }) {
  return <span class={`chip ${FINDING_STYLES[severity]}`}>{severity}</span>;
}

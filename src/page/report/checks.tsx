import type { CheckResult, Evidence } from '../../checks/check.ts';
import { count } from '../parts/format.ts';

export interface ChecksProps {
  readonly checks: readonly CheckResult[];
  readonly hrefOf: (evidence: Evidence) => string | undefined;
}

type Outcome = 'fail' | 'warn' | 'pass' | 'skip';

const STYLES: Readonly<Record<Outcome, string>> = { fail: 'bad', warn: 'warn', pass: 'good', skip: '' };

/** Failed checks first and open; passed checks collapsed. */
export function Checks({ checks, hrefOf }: ChecksProps) {
  const of = (...wanted: readonly Outcome[]) =>
    wanted.flatMap(outcome => checks.filter(check => outcomeOf(check) === outcome));
  const [open, others] = [of('fail', 'warn'), of('pass', 'skip')];
  const noted = others.filter(({ status, evidence }) => status === 'pass' && evidence.length > 0);
  const held = others.filter(check => !noted.includes(check));
  return (
    <section id="checks">
      <h2>
        Checks <small>{checks.length}</small>
      </h2>
      <div class="card">
        {[...open, ...noted].map(check => (
          <CheckItem key={check.id} check={check} hrefOf={hrefOf} />
        ))}
        {held.length > 0 && (
          <details class="passes">
            <summary>
              {count(of('pass').length - noted.length, 'check passed', 'checks passed')}
              {of('skip').length > 0 && `, ${of('skip').length} skipped`}
            </summary>
            {held.map(check => (
              <CheckItem key={check.id} check={check} hrefOf={hrefOf} />
            ))}
          </details>
        )}
      </div>
    </section>
  );
}

function outcomeOf({ status, severity }: CheckResult): Outcome {
  return status === 'fail' && severity === 'warning' ? 'warn' : status;
}

interface CheckItemProps {
  readonly check: CheckResult;
  readonly hrefOf: ChecksProps['hrefOf'];
}

function CheckItem({ check, hrefOf }: CheckItemProps) {
  const outcome = outcomeOf(check);
  return (
    <div class="check">
      <div class="check-head">
        <span class={`chip ${STYLES[outcome]}`}>{outcome}</span>
        <b>{check.id}</b>
        <span class="wrap">{check.message}</span>
      </div>
      {check.evidence.length > 0 && (
        <ul class="evidence">
          {check.evidence.map((evidence, index) => {
            const href = hrefOf(evidence);
            return (
              <li key={index} class="wrap">
                {evidence.source && <code>{evidence.source} </code>}
                {evidence.text} {href && <a href={href}>show</a>}
              </li>
            );
          })}
        </ul>
      )}
    </div>
  );
}

import type { CheckResult } from '../../checks/check.ts';
import type { FrozenView } from '../../view/model/frozen.ts';
import { frozenAt, services, smokeReport, status, traces } from '../data/state.ts';
import { placeHref } from '../findings/findings-view.tsx';
import { TopFindings } from '../findings/top-findings.tsx';
import { count, formatDate } from '../parts/format.ts';
import { Headline } from '../parts/headline.tsx';
import { Checks } from './checks.tsx';
import { CostSection } from './cost.tsx';
import { Requests } from './requests.tsx';

type SmokeReport = NonNullable<FrozenView['smoke']>;

/** A checked run: the verdict, failed checks, the requests, then passed checks. */
export function ReportView() {
  const report = smokeReport.value;
  if (!report) return null;
  const { ok, command, checks, requests } = report;
  return (
    <main data-scroll>
      <div class="inset report">
        <div class={`verdict ${ok ? 'good' : 'bad'}`}>
          <h1>{verdictOf(ok, checks)}</h1>
        </div>
        <p class="mono wrap">{command.join(' ')}</p>
        <Meta report={report} />
        <Headline />
        <TopFindings />
        <Checks checks={checks} hrefOf={evidenceHref} />
        {requests.length > 0 && <Requests requests={requests} />}
        {report.cost && <CostSection cost={report.cost} />}
        <Score score={report.score} />
      </div>
    </main>
  );
}

function verdictOf(ok: boolean, checks: readonly CheckResult[]): string {
  const failed = checks.filter(check => check.status === 'fail');
  const warnings = failed.filter(({ severity }) => severity === 'warning').length;
  const also = warnings > 0 ? `, ${count(warnings, 'warning')}` : '';
  return ok ? `Every check passed${also}` : `${count(failed.length - warnings, 'check')} failed${also}`;
}

/** The service, versions, commit and time of the run. */
function Meta({ report }: { readonly report: SmokeReport }) {
  const [first] = status.value?.commands ?? [];
  const { exit, score } = report;
  return (
    <p class="meta">
      {services.value.services.map(({ name, version, runtime }) => (
        <span key={name}>{[name, version, runtime].filter(Boolean).join(' ')}</span>
      ))}
      {first?.commit && (
        <span class="mono">
          {first.commit.branch && `${first.commit.branch} `}
          {first.commit.hash.slice(0, 9)}
        </span>
      )}
      {frozenAt.value !== null && <span>{formatDate(frozenAt.value)}</span>}
      <span>otel-run {status.value?.version}</span>
      <span>exit: {exit.signal ?? `code ${exit.code}`}</span>
      {score.value !== null && <span>Instrumentation Score {score.value}, incomplete</span>}
    </p>
  );
}

/** The address of a piece of evidence on this page, if its item has arrived. */
function evidenceHref({ traceId, spanId }: { traceId?: string; spanId?: string }): string | undefined {
  if (traceId === undefined || !traces.value.some(trace => trace.traceId === traceId)) return undefined;
  return placeHref({ traceId, spanId: spanId ?? null, logId: null });
}

function Score({ score }: Pick<SmokeReport, 'score'>) {
  const decided = score.rules.filter(rule => rule.status !== 'skip');
  const sorted = [...decided, ...score.rules.filter(rule => rule.status === 'skip')];
  const note =
    score.value === null
      ? 'no rule could be decided'
      : `${score.value} ${score.category}, incomplete: one run decided ${decided.length} of ${score.rules.length} rules`;
  return (
    <>
      <h2>
        Instrumentation Score <small>{note}</small>
      </h2>
      <details class="card passes" id="score">
        <summary>{count(score.rules.length, 'rule')}</summary>
        <div class="table">
          <table>
            <tbody>
              {sorted.map(rule => (
                <tr key={rule.id}>
                  <td class="number">{rule.id}</td>
                  <td>
                    <span class={`chip ${{ pass: 'good', fail: 'bad', skip: '' }[rule.status]}`}>
                      {rule.status}
                    </span>
                  </td>
                  <td class="wrap">{rule.about}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      </details>
    </>
  );
}

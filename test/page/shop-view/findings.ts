import type { ViewFinding } from '../../../src/view/model/findings.ts';
import type { Draft } from './draft.ts';
import { CHECKOUT_ERROR } from './requests.ts';
import { START } from './services.ts';

export function findingsOf(drafts: readonly Draft[]): ViewFinding[] {
  const base = {
    service: 'shop',
    count: 1,
    firstTimeMs: START,
    lastTimeMs: START + 9000,
    logId: null,
    source: null,
    exception: null,
    fix: '',
  };
  const place = (draft: Draft | undefined, span = draft?.spans[0]) => ({
    traceId: draft?.traceId ?? null,
    spanId: span?.spanId ?? null,
  });
  const evidence = (draft: Draft | undefined, text: string) => [
    { text, timeMs: START + 9000, ...place(draft), logId: null },
  ];
  const [failed, loop, chat, none] = ['POST /checkout', 'GET /slow', 'GET /describe/:id', 'GET'].map(name =>
    drafts.find(draft => draft.spans[0]?.name === name),
  );
  const lost = drafts.find(
    draft => draft.spans[0]?.name === 'GET /products/:id' && draft.spans[0].statusCode === 502,
  );
  return [
    {
      ...base,
      id: 'f1',
      code: 'error',
      severity: 'error',
      title: `TypeError: ${CHECKOUT_ERROR.message}`,
      ...place(failed),
      source: CHECKOUT_ERROR.source,
      exception: CHECKOUT_ERROR,
      evidence: evidence(failed, 'POST /checkout answered 500'),
      count: 2,
    },
    {
      ...base,
      id: 'f2',
      code: 'error',
      severity: 'error',
      title: 'GET prices.internal/prices answered 503',
      ...place(lost),
      evidence: evidence(lost, 'GET /products/:id answered 502'),
    },
    {
      ...base,
      id: 'f3',
      code: 'n-plus-one',
      severity: 'warning',
      title: '8 calls of GET /prices/:item, one after the other, in GET /slow: 168 of 194 ms',
      fix: 'Ask for all of them at once, or at the same time.',
      ...place(loop),
      evidence: evidence(loop, 'GET /slow, 194 ms'),
    },
    {
      ...base,
      id: 'f4',
      code: 'route-missing',
      severity: 'warning',
      title: 'A request without a route: GET /wp-login.php',
      fix: 'A path that no route matches is counted under GET alone.',
      ...place(none),
      evidence: evidence(none, 'GET answered 404'),
    },
    {
      ...base,
      id: 'f5',
      code: 'no-secrets',
      severity: 'warning',
      title: 'A record holds what looks like an e-mail address: customer.email',
      fix: 'Leave the field out, or redact it in the logger.',
      ...place(failed),
      evidence: evidence(failed, 'checkout starts'),
    },
    {
      ...base,
      id: 'f6',
      code: 'genai-calls',
      severity: 'info',
      title: 'chat gpt-5-mini: 1 call, 412 tokens in, 96 out',
      ...place(chat),
      evidence: evidence(chat, 'GET /describe/:id, 912 ms'),
    },
  ];
}

import { interleave } from './rounds.mjs';
import { median } from './statistics.mjs';
import { underLoad } from './under-load.mjs';

const WHOLE = 'without sampling';

/** Values of `OTEL_RUN_SAMPLING`, and which share of the requests arrives. */
const RULES = [
  { id: 'all', rules: '*=1', kept: 1 },
  { id: 'errors', rules: 'error=1, slow:5s=1, *=0.05', kept: 0.05 },
  { id: 'share', rules: '*=0.05', kept: 0.05 },
];

/** How far the number of kept requests may be from the share. */
const TOLERANCE = 0.02;

const WARM_UP = 3000;
const RATE = 1000;

/** The cost of a request by what sampling keeps, beside that of the same request without sampling. */
export async function sampling(bench) {
  const measured = await interleave(bench.rounds, (name, first) => (first ? {} : load(name, bench)), [
    'bare',
    WHOLE,
    ...RULES.map(({ rules }) => rules),
  ]);
  return RULES.map(({ id, rules }) => ({
    id: `sampling-${id}`,
    what: `Express + pino: CPU time of a request, \`OTEL_RUN_SAMPLING="${rules}"\``,
    unit: 'µs',
    values: { bare: measured.cpu.bare, 'otel-run': measured.cpu[rules] },
    note: `${percent(measured.cpu[rules], measured.cpu[WHOLE])} of what it takes without sampling`,
  }));
}

function percent(values, others) {
  return `${Math.round(100 * median(values.map((value, round) => value / others[round])))} %`;
}

async function load(name, bench) {
  const { requests, env } = bench;
  const peer = name === 'bare' ? 'bare' : 'otel-run';
  const rule = RULES.find(({ rules }) => rules === name);
  const sending = {
    ...{ peer, program: 'express.cjs', first: WARM_UP, requests, rate: RATE },
    env: rule ? { ...env, OTEL_RUN_SAMPLING: rule.rules } : env,
  };
  const { before, after, summary } = await underLoad(sending, bench);
  const { servers } = summary;
  const kept = (servers['GET /orders/:id /orders/:id'] ?? 0) / (WARM_UP + requests);
  const expected = rule?.kept ?? (peer === 'bare' ? 0 : 1);
  if (Math.abs(kept - expected) > TOLERANCE)
    throw new Error(`${name}: ${kept} of the requests arrived, not ${expected}`);
  return { cpu: (after.cpu - before.cpu) / requests };
}

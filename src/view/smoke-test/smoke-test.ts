import { stringify } from 'yaml';
import { CHECKS } from '../../checks/checks.ts';
import type { Answers } from '../answers/answers.ts';
import type { SmokeTestAnswer } from '../model/smoke-test.ts';
import type { ViewCommand } from '../model/status.ts';
import type { TraceAnswer } from '../model/traces.ts';
import { expectationsOf } from './expectations.ts';
import { shellWord } from './shell-word.ts';

/** The file for the expectations. */
const FILE = 'telemetry.yaml';

/** Methods of requests that can be repeated: they have no body, and the same outcome. */
const REPEATABLE = ['GET', 'HEAD', 'OPTIONS'];

/**
 * Turns the requests of some traces into a run of `otel-run smoke` that passes.
 *
 * @param commands the commands under the view
 */
export function smokeTestOf(
  answers: Pick<Answers, 'trace' | 'findings'>,
  commands: readonly ViewCommand[],
  traceIds: readonly string[],
): SmokeTestAnswer {
  const traces = [...new Set(traceIds)].flatMap(traceId => answers.trace(traceId.toLowerCase()) ?? []);
  const requests = traces.map(toRequest);
  const chosen = traces.filter((_, index) => 'request' in (requests[index] ?? {}));
  const texts = requests.flatMap(item => ('request' in item ? item.request : []));
  const command =
    commands.find(({ service }) => chosen.some(trace => trace.service === service)) ?? commands[0];
  const allowed = allowedChecks(answers);
  const notes = [
    ...requests.flatMap(item => ('note' in item ? item.note : [])),
    ...(traceIds.length > traces.length ? ['The view no longer holds some of the traces.'] : []),
    ...(command ? [] : ["No command runs under this view: add the application's command after --."]),
    ...allowed.map(
      id => `--allow ${id}: the view has findings of that check. Fix them, then remove this option.`,
    ),
    ...(texts.length > 0
      ? ['Headers are not recorded: a request that needs headers fails without them.']
      : []),
  ];
  return {
    commandLine: commandLine(texts, chosen[0]?.service, command?.argv, allowed),
    fileName: FILE,
    expectations: stringify(expectationsOf(chosen), { lineWidth: 0 }),
    requests: texts,
    notes: [...new Set(notes)],
  };
}

/** `GET /users/7?full=1`, with `=> 404` if the answer was not a success; or why it cannot be sent. */
function toRequest(trace: TraceAnswer): { readonly request: string } | { readonly note: string } {
  const { name, method, path, statusCode } = trace;
  if (method === null || path === null)
    return { note: `${name} is not an HTTP request, so smoke cannot send it.` };
  if (!REPEATABLE.includes(method))
    return {
      note: `${method} ${path}: bodies are not recorded. Add it by hand: --request '${method} ${path} {…}'.`,
    };
  const query = trace.spans[0]?.attributes['url.query'];
  const hasQuery = typeof query === 'string' && query !== '';
  if (/\s/.test(path) || (hasQuery && /not shown|REDACTED|\s/.test(query)))
    return { note: `${method} ${path} has a part in its address that is not recorded.` };
  const expected = statusCode !== null && statusCode >= 400 ? ` => ${statusCode}` : '';
  return { request: `${method} ${path}${hasQuery ? `?${query}` : ''}${expected}` };
}

/** Checks of smoke that would fail because of the view's findings. */
function allowedChecks(answers: Pick<Answers, 'findings'>): string[] {
  const found = new Set<string>(answers.findings().findings.map(({ code }) => code));
  return CHECKS.filter(({ id, severity }) => severity === 'error' && found.has(id)).map(({ id }) => id);
}

function commandLine(
  requests: readonly string[],
  service: string | undefined,
  argv: readonly string[] | undefined,
  allowed: readonly string[],
): string {
  return [
    'otel-run smoke',
    ...(service === undefined ? [] : [`-s ${shellWord(service)}`]),
    ...requests.map(request => `--request ${shellWord(request)}`),
    ...allowed.map(id => `--allow ${id}`),
    `--expect ${FILE}`,
    '--',
    ...(argv?.map(shellWord) ?? ['<command>']),
  ].join(' ');
}

import { InvalidArgumentError, Option } from 'commander';
import { CHECKS } from '../checks/checks.ts';
import { parseBudget } from '../checks/cost/budget.ts';
import { parseRate } from '../checks/cost/monthly.ts';
import type { SmokeInvocation } from '../command-line/invocation.ts';
import { common, newProgram } from '../command-line/program.ts';
import { parseRequest } from '../command-line/request.ts';
import type { World } from '../command-line/world.ts';
import { errorMessage } from '../shared/error-message.ts';
import { LONGEST_TIMER } from '../shared/longest-timer.ts';
import { readCheckId, readSeconds, readSignal, readUrl } from './read-values.ts';

const DEFAULT_TIMEOUT_S = 30;

const EXAMPLES = `
Without --request and --wait-for, the command runs to its end or until the timeout.
Without a command, smoke runs the command that package.json names for the service.

Checks: ${CHECKS.map(({ id }) => id).join(', ')}.

Examples:
  otel-run smoke -s api --request "GET http://127.0.0.1:3000/users/1" -- node dist/server.js
  otel-run smoke -s api --request "POST /orders {\\"item\\":7}" --expect telemetry.yaml -- npm start
  otel-run smoke -s worker --timeout 5             with "otel-run": { "services": { "worker": "node …" } } in package.json
  otel-run smoke -s api --request "GET /nope => 404" --snapshot telemetry.snapshot.yaml --rate 50/s -- npm start
  otel-run smoke -s nightly --junit report.xml --html report.html -- node dist/job.js

Exit codes: 0 every check passes, 1 a check fails, 125 otel-run refused or failed, 126 the command cannot be executed,
127 not found.`;

/** Reads `otel-run smoke <command>`. */
export function parseSmoke(argv: readonly string[], output: Pick<World, 'out' | 'error'>): SmokeInvocation {
  const program = newProgram('otel-run smoke', output)
    .description('Runs a command against an embedded OTLP receiver and checks what it emits.')
    .usage('[options] [-- <command> [args...]]')
    .addHelpText('after', EXAMPLES);
  for (const option of smokeOptions()) program.addOption(option);
  const options = program.parse(argv, { from: 'user' }).opts();
  if (options.update && options.snapshot === undefined && options.expect === undefined)
    throw new Error('--update has nothing to write: name a file with --snapshot or --expect.');
  return {
    ...common(program),
    requests: options.request ?? [],
    waitFor: options.waitFor,
    timeout: Math.min((options.timeout ?? DEFAULT_TIMEOUT_S) * 1000, LONGEST_TIMER),
    stopSignal: options.stopSignal ?? 'SIGTERM',
    expect: options.expect,
    only: options.only ?? [],
    allow: options.allow ?? [],
    json: options.json ?? false,
    junit: options.junit,
    html: options.html,
    markdown: options.markdown,
    snapshot: options.snapshot,
    update: options.update ?? false,
    budget: options.budget,
    rate: options.rate,
    verbose: options.verbose ?? false,
  };
}

function smokeOptions(): Option[] {
  return [
    new Option(
      '--request <request>',
      '"[METHOD] url [body] [=> status]", repeatable; a path goes to the listening process closest to the command',
    ).argParser(collect(parse(parseRequest))),
    new Option(
      '--wait-for <url>',
      'ready when this URL or path answers with a status below 500; default: when the command listens on a port',
    ).argParser(parse(readUrl)),
    new Option(
      '--timeout <s>',
      `seconds to become ready, to answer, or for a job to end (default ${DEFAULT_TIMEOUT_S})`,
    ).argParser(parse(readSeconds)),
    new Option('--stop-signal <SIG>', 'signal that stops the command (default SIGTERM)').argParser(
      parse(readSignal),
    ),
    new Option('--expect <file>', 'YAML file of expectations'),
    new Option('--only <check>', 'run only this check, repeatable').argParser(collect(parse(readCheckId))),
    new Option('--allow <check>', 'do not fail on this check, repeatable').argParser(
      collect(parse(readCheckId)),
    ),
    new Option('--json', 'print the report as JSON'),
    new Option('--junit <file>', 'write the checks as JUnit XML'),
    new Option('--html <file>', 'write the report as one HTML file, a page like that of otel-run view'),
    new Option('--markdown <file>', 'append a summary in Markdown, as for $GITHUB_STEP_SUMMARY'),
    new Option('--snapshot <file>', 'compare the shape of the telemetry with this file'),
    new Option('--update', 'rewrite the snapshot, and write the file of --expect if there is none'),
    new Option(
      '--budget <limits>',
      'limits for the cost of a request: "traces=3kB/request, logs=1kB/request, spans=20/request, series=200"',
    ).argParser(parse(parseBudget)),
    new Option('--rate <n/s>', 'requests per second, to compute the cost of a month').argParser(
      parse(parseRate),
    ),
    new Option('--verbose', 'show every check, not only those that fail'),
  ];
}

/** commander names the option and the value. The error explains what is accepted. */
function parse<Value>(read: (text: string) => Value): (text: string) => Value {
  return text => {
    try {
      return read(text);
    } catch (error) {
      throw new InvalidArgumentError(errorMessage(error));
    }
  };
}

function collect<Value>(read: (text: string) => Value) {
  return (text: string, before: readonly Value[] | undefined) => [...(before ?? []), read(text)];
}

import { DOCKER, type Mistake, thread, VARIABLES } from './mistake.ts';

export const PROCESS_MISTAKES: readonly Mistake[] = [
  [
    'switched off and forgotten',
    VARIABLES,
    { OTEL_SDK_DISABLED: 'true' },
    'info telemetry-disabled OTEL_SDK_DISABLED',
  ],
  [
    'the agent of Datadog beside it',
    'https://docs.datadoghq.com/tracing/trace_collection/automatic_instrumentation/dd_libraries/nodejs/',
    { NODE_OPTIONS: '--require dd-trace/init' },
    'warning double-instrumentation dd-trace',
  ],
  [
    'the agent of New Relic beside it',
    'https://docs.newrelic.com/docs/apm/agents/nodejs-agent/installation-configuration/install-nodejs-agent/',
    { NODE_OPTIONS: '-r newrelic' },
    'warning double-instrumentation newrelic',
  ],
  [
    'the collection of OpenTelemetry beside it',
    thread('open-telemetry/opentelemetry.io', 4191),
    { NODE_OPTIONS: '--require @opentelemetry/auto-instrumentations-node/register' },
    'warning double-instrumentation @opentelemetry/auto-instrumentations-node',
  ],
  [
    "Elastic's distribution beside it",
    'https://www.elastic.co/docs/reference/opentelemetry/edot-sdks/node/setup',
    { NODE_OPTIONS: '--import=@elastic/opentelemetry-node' },
    'warning double-instrumentation @elastic/opentelemetry-node',
  ],
  [
    "the operator's injected agent beside it",
    'https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/',
    {
      NODE_OPTIONS:
        '--require /otel-auto-instrumentation-nodejs/node_modules/@opentelemetry/auto-instrumentations-node/build/src/register.js',
    },
    'warning double-instrumentation @opentelemetry/auto-instrumentations-node',
  ],
  [
    'the loader of an earlier recipe beside it',
    'https://github.com/open-telemetry/opentelemetry-js/pull/7034',
    { NODE_OPTIONS: '--import @opentelemetry/instrumentation/hook.mjs' },
    'warning double-instrumentation @opentelemetry/instrumentation',
  ],
  [
    'quotes in NODE_OPTIONS',
    DOCKER,
    { NODE_OPTIONS: '"--max-old-space-size=4096"' },
    'warning node-options-invalid NODE_OPTIONS',
  ],
  [
    'an option that NODE_OPTIONS does not take',
    'https://nodejs.org/api/cli.html#node_optionsoptions',
    { NODE_OPTIONS: '--eval' },
    'warning node-options-invalid NODE_OPTIONS',
  ],
  [
    'permissions without a thread',
    'https://nodejs.org/api/permissions.html',
    { NODE_OPTIONS: `${permissionOption()} --allow-fs-read=*` },
    'warning node-options-restrictive NODE_OPTIONS',
  ],
];

/** The option had another name before Node.js 22.13. */
function permissionOption(): string {
  return process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
}

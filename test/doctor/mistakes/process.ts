import { DOCKER, type Mistake, thread, VARIABLES } from './mistake.ts';

export const PROCESS_MISTAKES: readonly Mistake[] = [
  {
    title: 'switched off and forgotten',
    source: VARIABLES,
    env: { OTEL_SDK_DISABLED: 'true' },
    found: ['info telemetry-disabled OTEL_SDK_DISABLED'],
  },
  {
    title: 'the agent of Datadog beside it',
    source:
      'https://docs.datadoghq.com/tracing/trace_collection/automatic_instrumentation/dd_libraries/nodejs/',
    env: { NODE_OPTIONS: '--require dd-trace/init' },
    found: ['warning double-instrumentation dd-trace'],
  },
  {
    title: 'the agent of New Relic beside it',
    source:
      'https://docs.newrelic.com/docs/apm/agents/nodejs-agent/installation-configuration/install-nodejs-agent/',
    env: { NODE_OPTIONS: '-r newrelic' },
    found: ['warning double-instrumentation newrelic'],
  },
  {
    title: 'the collection of OpenTelemetry beside it',
    source: thread('open-telemetry/opentelemetry.io', 4191),
    env: { NODE_OPTIONS: '--require @opentelemetry/auto-instrumentations-node/register' },
    found: ['warning double-instrumentation @opentelemetry/auto-instrumentations-node'],
  },
  {
    title: "Elastic's distribution beside it",
    source: 'https://www.elastic.co/docs/reference/opentelemetry/edot-sdks/node/setup',
    env: { NODE_OPTIONS: '--import=@elastic/opentelemetry-node' },
    found: ['warning double-instrumentation @elastic/opentelemetry-node'],
  },
  {
    title: "the operator's injected agent beside it",
    source: 'https://opentelemetry.io/docs/platforms/kubernetes/operator/automatic/',
    env: {
      NODE_OPTIONS:
        '--require /otel-auto-instrumentation-nodejs/node_modules/@opentelemetry/auto-instrumentations-node/build/src/register.js',
    },
    found: ['warning double-instrumentation @opentelemetry/auto-instrumentations-node'],
  },
  {
    title: 'the loader of an earlier recipe beside it',
    source: 'https://github.com/open-telemetry/opentelemetry-js/pull/7034',
    env: { NODE_OPTIONS: '--import @opentelemetry/instrumentation/hook.mjs' },
    found: ['warning double-instrumentation @opentelemetry/instrumentation'],
  },
  {
    title: 'quotes in NODE_OPTIONS',
    source: DOCKER,
    env: { NODE_OPTIONS: '"--max-old-space-size=4096"' },
    found: ['warning node-options-invalid NODE_OPTIONS'],
  },
  {
    title: 'an option that NODE_OPTIONS does not take',
    source: 'https://nodejs.org/api/cli.html#node_optionsoptions',
    env: { NODE_OPTIONS: '--eval' },
    found: ['warning node-options-invalid NODE_OPTIONS'],
  },
  {
    title: 'permissions without a thread',
    source: 'https://nodejs.org/api/permissions.html',
    env: { NODE_OPTIONS: `${permissionOption()} --allow-fs-read=*` },
    found: ['warning node-options-restrictive NODE_OPTIONS'],
  },
];

/** The option had another name before Node.js 22.13. */
function permissionOption(): string {
  return process.allowedNodeEnvironmentFlags.has('--permission')
    ? '--permission'
    : '--experimental-permission';
}

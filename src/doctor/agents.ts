import { type Finding, finding } from '../config/finding.ts';

/** Packages that instrument a whole process themselves. With two of them, spans double or one is inert. */
const AGENTS = [
  'dd-trace',
  'newrelic',
  'elastic-apm-node',
  '@elastic/opentelemetry-node',
  '@splunk/otel',
  '@sentry/node',
  '@sentry/nextjs',
  '@sentry/nestjs',
  '@instana/collector',
  '@dynatrace/oneagent',
  '@azure/monitor-opentelemetry',
  'applicationinsights',
  '@honeycombio/opentelemetry-node',
  '@lumigo/opentelemetry',
  '@grafana/otel-js',
] as const;

/** These are agents only if they are preloaded. An application may depend on parts of them. */
const PRELOADED_ONLY = [
  '@opentelemetry/auto-instrumentations-node',
  '@opentelemetry/instrumentation',
  '@opentelemetry/sdk-node',
] as const;

/** An application with one of these most likely starts its own SDK. */
const SDKS = [
  '@opentelemetry/sdk-node',
  '@opentelemetry/auto-instrumentations-node',
  '@opentelemetry/sdk-trace-node',
  '@vercel/otel',
] as const;

/** What else may instrument the process, according to package.json and the options of Node.js. */
export interface AgentFacts {
  /** Names of the application's own dependencies. */
  readonly dependencies: readonly string[];
  readonly nodeOptions: string | undefined;
  /** The modules that the command line preloads. */
  readonly preloads: readonly string[];
}

/** Agents that would run in addition to otel-run: preloaded, or a dependency of the application. */
export function agentFindings({ dependencies, nodeOptions, preloads }: AgentFacts): readonly Finding[] {
  const fromOptions = preloadsIn(nodeOptions ?? '');
  const where = (agent: string) => {
    if (fromOptions.some(module => isOf(module, agent))) return 'NODE_OPTIONS';
    return preloads.some(module => isOf(module, agent)) ? 'the command' : undefined;
  };
  const preloaded = [...AGENTS, ...PRELOADED_ONLY].flatMap(agent => {
    const place = where(agent);
    return place ? [finding('double-instrumentation', agent, { place })] : [];
  });
  const installed = AGENTS.filter(agent => dependencies.includes(agent) && !where(agent));
  const sdks = SDKS.filter(sdk => dependencies.includes(sdk) && !where(sdk));
  return [
    ...preloaded,
    ...installed.map(agent => finding('double-instrumentation', agent, { place: 'package.json' })),
    ...sdks.slice(0, 1).map(sdk => finding('own-sdk', sdk)),
  ];
}

/** Whether a preloaded module belongs to an agent. */
export function isAgent(module: string): boolean {
  return [...AGENTS, ...PRELOADED_ONLY].some(agent => isOf(module, agent));
}

/** The modules that a NODE_OPTIONS value preloads. */
export function preloadsIn(nodeOptions: string): readonly string[] {
  const options = nodeOptions.matchAll(
    /(?:^|\s)(?:-r|--require|--import|--loader|--experimental-loader)[\s=]+("[^"]*"|\S+)/g,
  );
  return [...options].map(([, module = '']) => module.replace(/"/g, ''));
}

/** Whether a preloaded module belongs to a package: by its name, or as a file below its folder. */
function isOf(module: string, name: string): boolean {
  const path = module.replaceAll('\\', '/');
  return path === name || path.startsWith(`${name}/`) || path.includes(`/node_modules/${name}/`);
}

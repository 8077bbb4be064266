import { parse } from 'yaml';
import { variableProblems } from './environment.ts';

/** A command of a CI configuration, with the variables that are set for it. */
export interface CiCommand {
  readonly command: string;
  readonly environment: Readonly<Record<string, string>>;
}

type Variables = Readonly<Record<string, string | number>>;

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Variables;
  readonly if?: string;
  readonly with?: { readonly path?: string };
}

interface Job {
  readonly 'runs-on'?: string;
  readonly env?: Variables;
  readonly steps?: readonly Step[];
  readonly image?: string;
  readonly script?: readonly string[];
  readonly variables?: Variables;
  readonly artifacts?: {
    readonly when?: string;
    readonly paths?: readonly string[];
    readonly reports?: object;
  };
}

/** The commands of a GitHub Actions workflow or of a GitLab CI configuration, in order. */
export function ciCommands(text: string): CiCommand[] {
  return jobsOf(text).flatMap(({ env, steps = [], script = [], variables }) => [
    ...steps.flatMap(step =>
      step.run === undefined ? [] : { command: step.run, environment: texts({ ...env, ...step.env }) },
    ),
    ...script.map(command => ({ command, environment: texts({ ...variables }) })),
  ]);
}

/** What is wrong with a CI configuration, as far as it can be told without running it. */
export function ciProblems(text: string): string[] {
  return [
    ...variableProblems(ciCommands(text).flatMap(({ environment }) => Object.keys(environment))),
    ...jobsOf(text).flatMap(job => (job['runs-on'] || job.image ? [] : ['nothing says where it runs'])),
    ...jobsOf(text).flatMap(({ steps = [] }) => steps.flatMap(stepProblems)),
    ...jobsOf(text).flatMap(artifactProblems),
  ];
}

/** The files that a command of smoke writes. */
export function reportsOf(command: string): string[] {
  return [...command.matchAll(/--(?:junit|html) (\S+)/g)].map(([, file = '']) => file);
}

/** Reports matter most where a check failed. */
function artifactProblems({ steps = [], script = [], artifacts }: Job): string[] {
  const commands = [...steps.map(({ run = '' }) => run), ...script];
  const kept = [
    ...steps.map(step => step.with?.path ?? ''),
    ...(artifacts?.paths ?? []),
    ...Object.values(artifacts?.reports ?? {}),
  ];
  const always =
    steps.some(step => step.with?.path && step.if === 'always()') || artifacts?.when === 'always';
  return [
    ...(always ? [] : ['nothing is kept where a check fails']),
    ...commands
      .flatMap(reportsOf)
      .filter(file => file.endsWith('.html') && !kept.includes(file) && !kept.includes('*.html'))
      .map(file => `${file} is not kept`),
  ];
}

function stepProblems({ uses, run }: Step): string[] {
  if ((uses === undefined) === (run === undefined)) return ['a step has to use or to run something'];
  return uses === undefined || /^[\w-]+\/[\w-]+@v\d+$/.test(uses)
    ? []
    : [`${uses} is no action in a version`];
}

function jobsOf(text: string): Job[] {
  const { jobs, ...rest } = parse(text);
  return Object.values(jobs ?? rest);
}

function texts(variables: Variables): Record<string, string> {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, String(value)]));
}

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Project } from '../project.ts';
import { commandProblems } from './command.ts';
import { variableProblems } from './environment.ts';

interface Instruction {
  readonly name: string;
  readonly value: string;
}

const INSTRUCTIONS = ['FROM', 'WORKDIR', 'COPY', 'RUN', 'ENV', 'USER', 'EXPOSE', 'HEALTHCHECK', 'CMD'];

/** Those that the last stage of an image for production has to have, and each why. */
const WANTED = {
  WORKDIR: 'paths are relative to nothing',
  USER: 'it runs as root',
  CMD: 'it runs nothing',
};

/** Instructions of a Dockerfile, comments left out and continued lines joined. */
export function instructionsOf(text: string): Instruction[] {
  return text
    .replace(/^#.*\n/gm, '')
    .replace(/\\\n/g, '')
    .split('\n')
    .filter(line => line.trim() !== '')
    .map(line => ({ name: line.split(' ')[0] ?? '', value: line.slice(line.indexOf(' ') + 1).trim() }));
}

/** The variables that containers of an image have. */
export function imageEnvironment(text: string): Record<string, string> {
  const stages = stagesOf(instructionsOf(text));
  return Object.fromEntries(valuesOf(stages.at(-1) ?? [], 'ENV').map(assignment => assignment.split('=')));
}

/** The command that containers of an image run, in the exec form. */
export function commandOf(text: string): readonly string[] {
  return JSON.parse(valuesOf(instructionsOf(text), 'CMD').at(-1) ?? '[]');
}

/** What is wrong with an excerpt of a Dockerfile. */
export function excerptProblems(text: string, project: Project): string[] {
  const instructions = instructionsOf(text);
  const environment = valuesOf(instructions, 'ENV');
  return [
    ...instructions
      .filter(({ name }) => !INSTRUCTIONS.includes(name))
      .map(({ name }) => `${name} is no instruction that is known here`),
    ...environment.filter(value => !/^\w+=\S+$/.test(value)).map(value => `ENV ${value} is no NAME=value`),
    ...environment
      .filter(value => /HEADERS|NODE_OPTIONS/.test(value))
      .map(value => `ENV ${value}: not in an image`),
    ...variableProblems(environment.map(value => value.split('=')[0] ?? '')),
    ...valuesOf(instructions, 'CMD').flatMap(value => commandProblems(execForm(value), project)),
  ];
}

/** What is wrong with a whole Dockerfile. */
export function dockerfileProblems(text: string, project: Project): string[] {
  const instructions = instructionsOf(text);
  const stages = stagesOf(instructions);
  const last = stages.at(-1) ?? [];
  const names = valuesOf(instructions, 'FROM').map(value => / AS (\w+)$/.exec(value)?.[1]);
  return [
    ...excerptProblems(text, project),
    ...(stages.length > 1 ? [] : ['it has one stage: what builds it is in the image']),
    ...Object.entries(WANTED)
      .filter(([name]) => valuesOf(last, name).length === 0)
      .map(([name, why]) => `the last stage has no ${name}: ${why}`),
    ...valuesOf(last, 'USER')
      .filter(user => !/^[1-9]\d*$/.test(user))
      .map(user => `USER ${user}: Kubernetes cannot tell that it is not root`),
    ...valuesOf(last, 'RUN').map(value => `RUN ${value} in the last stage`),
    ...valuesOf(instructions, 'COPY').flatMap(value => copyProblems(value, names, project)),
    ...valuesOf(last, 'HEALTHCHECK').flatMap(value => healthProblems(value, imageEnvironment(text))),
  ];
}

function copyProblems(value: string, stages: readonly unknown[], project: Project): string[] {
  const from = /^--from=(\w+) /.exec(value)?.[1];
  if (from !== undefined) return stages.includes(from) ? [] : [`COPY ${value}: there is no stage ${from}`];
  return value
    .split(' ')
    .slice(0, -1)
    .filter(path => path !== 'package-lock.json' && !existsSync(join(project.folder, path)))
    .map(path => `COPY ${path}: it is not in the project`);
}

function healthProblems(value: string, environment: Readonly<Record<string, string>>): string[] {
  const command = execForm(value.replace(/^CMD /, ''));
  if (!Array.isArray(command)) return [`HEALTHCHECK ${value} is no list of words`];
  const path = /127\.0\.0\.1:\d+(\/\w+)/.exec(command.join(' '))?.[1];
  const ignored = environment.OTEL_RUN_IGNORE_PATHS?.split(',') ?? [];
  return path && ignored.includes(path) ? [] : [`HEALTHCHECK ${path}: each is a trace, it is not ignored`];
}

function stagesOf(instructions: readonly Instruction[]): Instruction[][] {
  const stages: Instruction[][] = [];
  for (const instruction of instructions) {
    if (instruction.name === 'FROM') stages.push([]);
    stages.at(-1)?.push(instruction);
  }
  return stages;
}

function valuesOf(instructions: readonly Instruction[], name: string): string[] {
  return instructions.filter(instruction => instruction.name === name).map(({ value }) => value);
}

/** The words of the exec form; the text itself where it is a shell's. */
function execForm(value: string): unknown {
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

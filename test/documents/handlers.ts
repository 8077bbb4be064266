import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { parse } from 'yaml';
import { parseExpectations } from '../../src/checks/expectations/parse.ts';
import { splitCommand } from '../../src/command-line/split-command.ts';
import { parseWorkSpans } from '../../src/config/parse/work-spans.ts';
import type { Block } from './blocks.ts';
import { excerptProblems } from './deployment/dockerfile.ts';
import { variableProblems } from './deployment/environment.ts';
import { ciCommands, ciProblems, reportsOf } from './deployment/workflow.ts';
import { type Reader, textOf } from './reader.ts';
import { missingFrom } from './shown-output.ts';

/** One way in which blocks are held to the truth. Each block is claimed by exactly one. */
export interface Handler {
  readonly what: string;
  readonly claims: (block: Block) => boolean;
  /** Fails where the block is wrong. `next` is the block after it. */
  readonly check: (block: Block, reader: Reader, next: Block | undefined) => void | Promise<void>;
}

const EXAMPLE = 'examples/shop';

/** What somebody who works on otel-run itself types in its repository: it is not installed in a project there. */
const ofRepository = ({ text }: Block) => /^(?:npm (?:test|run)\b[^\n]*\n)+$/.test(text);

const isShown = ({ language, file }: Block) => file !== undefined && language !== 'diff';

/** What applications are built by that `scripts/install-frameworks.sh` installs, for `test/e2e/frameworks-*.heavy.test.ts`. */
const CONFIGURATIONS = ['sveltekit/vite.config.js', 'astro/astro.config.mjs', 'nuxt/nuxt.config.js'].map(
  file => textOf(join('test/fixtures/frameworks', file)),
);

const isConfiguration = ({ text }: Block) => CONFIGURATIONS.includes(text);

function isOf(...languages: readonly string[]) {
  return (block: Block) => languages.includes(block.language) && !isShown(block);
}

export const HANDLERS: readonly Handler[] = [
  {
    what: 'shows a file of the example as it is',
    claims: isShown,
    check({ file, text }) {
      expect(textOf(join(EXAMPLE, file ?? ''))).toContain(text);
    },
  },
  {
    what: 'changes a file as it was',
    claims: isOf('diff'),
    check({ file = '', text }, { project }) {
      const path = join(project.folder, file);
      const before = readFileSync(path, 'utf8');
      const [removed, added] = ['-', '+'].map(sign => linesWith(sign, text));
      expect(before).toContain(removed);
      writeFileSync(path, before.replace(removed ?? '', added ?? ''));
    },
  },
  // In one program for all documents, see documents.heavy.test.ts.
  { what: 'is type-checked', claims: isOf('ts'), check() {} },
  {
    what: 'is the configuration that a framework builds a tested application by',
    claims: block => isOf('js')(block) && isConfiguration(block),
    check() {},
  },
  {
    what: 'runs as a module',
    claims: block => isOf('js')(block) && !isConfiguration(block),
    async check({ text }, reader) {
      writeFileSync(join(reader.project.folder, 'documented.mjs'), text);
      const run = await reader.type('node --input-type=module --eval "import(\'./documented.mjs\')"');
      expect(run.output()).toBe('');
      expect(run.code()).toBe(0);
    },
  },
  {
    what: 'is JSON, with commands that can be split and variables that exist',
    claims: isOf('json'),
    check({ text }) {
      expect(variableProblems([...text.matchAll(/"(OTEL_\w+)":/g)].map(([, name = '']) => name))).toEqual([]);
      const { services = {} } = JSON.parse(text)['otel-run'] ?? {};
      for (const command of Object.values(services)) expect(splitCommand(String(command)).ok).toBe(true);
    },
  },
  {
    what: 'is a file of expectations',
    claims: block => isOf('yaml')(block) && isExpectations(block),
    check({ text, document }) {
      expect(parseExpectations(text, document).length).toBeGreaterThan(0);
    },
  },
  {
    what: 'is a resource of the operator, with variables that exist',
    claims: block => isOf('yaml')(block) && isResource(block),
    check({ text }) {
      const { kind, spec } = parse(text);
      expect(kind).toBe('Instrumentation');
      expect(variableProblems(spec.nodejs.env.map(({ name }: { name: string }) => name))).toEqual([]);
    },
  },
  {
    what: 'is a unit of systemd, with variables that exist',
    claims: isOf('ini'),
    check({ text }, { project }) {
      const names = [...text.matchAll(/^Environment=(OTEL_\w+)=/gm)].map(([, name = '']) => name);
      expect(names).not.toEqual([]);
      expect(variableProblems(names)).toEqual([]);
      const script = /^ExecStart=\S+\/otel-run -- \S+\/node (\S+)$/m.exec(text)?.[1] ?? 'no script';
      expect(existsSync(join(project.folder, script))).toBe(true);
    },
  },
  {
    what: 'is a CI configuration whose commands pass',
    claims: block => isOf('yaml')(block) && !isExpectations(block) && !isResource(block),
    async check({ text }, reader) {
      expect(ciProblems(text)).toEqual([]);
      for (const { command, environment } of ciCommands(text)) {
        const variables = { GITHUB_STEP_SUMMARY: 'step-summary.md', ...environment };
        const exports = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
        const run = await reader.type(`${exports.join('')}${command}\n`);
        expect(run.code(), run.output()).toBe(0);
        for (const file of reportsOf(command))
          expect(existsSync(join(reader.project.folder, file))).toBe(true);
      }
    },
  },
  {
    what: 'is an excerpt of a Dockerfile',
    claims: isOf('dockerfile'),
    check({ text }, { project }) {
      expect(excerptProblems(text, project)).toEqual([]);
    },
  },
  {
    what: 'names scripts of this repository',
    claims: block => isOf('sh')(block) && ofRepository(block),
    check({ text }) {
      const { scripts } = JSON.parse(textOf('package.json'));
      for (const [, name] of text.matchAll(/^npm (?:run )?([\w:]+)/gm))
        expect(scripts).toHaveProperty([name ?? '']);
    },
  },
  {
    what: 'ends as the text below it says',
    claims: block => isOf('sh')(block) && !ofRepository(block),
    async check({ text }, reader, next) {
      expect(assignmentProblems(text)).toEqual([]);
      const run = await reader.type(text);
      expect(run.code() ?? 0, run.output()).toBe(isOutput(next) ? exitCodeOf(next.text) : 0);
    },
  },
  {
    what: 'shows what is printed',
    claims: isOf('text'),
    async check({ text }, reader) {
      const [, command, shown = text] = /^\$ ([^\n]*\n)([\s\S]*)$/.exec(text) ?? [];
      if (command) expect((await reader.type(command)).code()).toBe(exitCodeOf(shown));
      await reader.look(seen => missingFrom(seen, shown) === undefined);
    },
  },
];

function isResource({ text }: Block): boolean {
  return text.startsWith('apiVersion:');
}

function isExpectations({ text }: Block): boolean {
  return /^(?:spans|logs|metrics):/m.test(text);
}

function linesWith(sign: string, text: string): string {
  return text
    .split('\n')
    .filter(line => line.startsWith(sign))
    .map(line => `${line.slice(1)}\n`)
    .join('');
}

/** The exit code of a command that prints this. */
/** Whether it is the output of the block before it. A block that begins with `$` has a command of its own. */
function isOutput(next: Block | undefined): next is Block {
  return next?.language === 'text' && !next.text.startsWith('$ ');
}

function exitCodeOf(shown: string): number {
  if (/^otel-run: error/m.test(shown)) return 125;
  return /^ *✗/m.test(shown) ? 1 : 0;
}

function assignmentProblems(text: string): string[] {
  const assignments = [...text.matchAll(/^(?:export )?(OTEL_\w+)="?([^"\n]*)/gm)];
  const workSpans = assignments.filter(([, name]) => name === 'OTEL_RUN_WORK_SPANS');
  return [
    ...variableProblems(assignments.map(([, name = '']) => name)),
    ...workSpans.flatMap(([, , value]) => parseWorkSpans(value).problems.map(({ problem }) => problem)),
  ];
}

import type { ConfigurationDecision } from '../config/configuration.ts';
import { type Finding, finding } from '../config/finding.ts';
import { isAgent } from './agents.ts';
import { nodeSupport, type ProcessFacts } from './process-facts.ts';

/** What these findings need to know about the options of Node.js. */
export interface NodeOptionsFacts {
  /** `NODE_OPTIONS` as the command would have it, without the preload. */
  readonly value: string | undefined;
  /** Whether Node.js accepts an option in NODE_OPTIONS: `process.allowedNodeEnvironmentFlags`. */
  readonly isAllowed: (option: string) => boolean;
  /** Absolute path of the preload's entry file. */
  readonly preload: string;
}

/** Below this limit, the memory that instrumentation takes matters. */
const LITTLE_MEMORY = 128 * 1024 * 1024;

/** Findings about the process that would run. */
export function processFindings(facts: ProcessFacts): readonly Finding[] {
  const { node, pid1, memoryLimit } = facts;
  const support = nodeSupport(node.version.replace(/^v/, ''));
  const isSmall = memoryLimit !== null && memoryLimit <= LITTLE_MEMORY;
  const megabytes = Math.round((memoryLimit ?? 0) / 1024 / 1024);
  return [
    ...(support === 'supported' ? [] : [nodeFinding(node.version, support)]),
    ...(pid1 ? [finding('pid1-no-init', 'PID 1')] : []),
    ...(isSmall ? [finding('memory-limit-low', 'memory', { megabytes })] : []),
  ];
}

function nodeFinding(version: string, support: 'untested' | 'refused'): Finding {
  return finding('node-unsupported', 'node', {
    version: version.replace(/^v/, ''),
    refused: support === 'refused' ? 1 : 0,
  });
}

/** Disabled telemetry is not a mistake, but it explains why nothing arrives. */
export function disabledFindings({ on, because }: ConfigurationDecision): readonly Finding[] {
  return on ? [finding('telemetry-disabled', because.split('=')[0] ?? because, { because })] : [];
}

/** Options that Node.js refuses, or that prevent the preload from working. */
export function nodeOptionsFindings({ value, isAllowed, preload }: NodeOptionsFacts): readonly Finding[] {
  const text = value?.trim() ?? '';
  if (/^["']/.test(text)) {
    const data = {
      problem: 'is in quotation marks, which became part of its value',
      remedy: `Leave the quotes out: NODE_OPTIONS=${optionsOf(text).join(' ')}`,
    };
    return [finding('node-options-invalid', 'NODE_OPTIONS', data)];
  }
  const options = optionsOf(text);
  const refused = options.find(option => !isAllowed(option));
  if (refused) {
    const data = {
      problem: `has ${refused}, which Node.js does not allow there`,
      remedy: `Remove ${refused}.`,
    };
    return [finding('node-options-invalid', 'NODE_OPTIONS', data)];
  }
  return [...permissionFindings(text, options, preload), ...frozenFindings(options)];
}

/** The names of the options, without their values, which may be anything. */
function optionsOf(text: string): readonly string[] {
  return [...text.matchAll(/(?:^|[\s"'])(--?[a-zA-Z][\w-]*)/g)].map(([, option = '']) => option);
}

/** https://nodejs.org/api/permissions.html */
function permissionFindings(text: string, options: readonly string[], preload: string): readonly Finding[] {
  const option = options.find(name => /^--(experimental-)?permission$/.test(name));
  if (!option) return [];
  const readable = [...text.matchAll(/--allow-fs-read[=\s]("[^"]*"|\S+)/g)].map(([, path = '']) => path);
  const folder = preload.replace(/dist[\\/]preload\.cjs$/, '');
  const reads = readable.some(path => path === '*' || preload.startsWith(path.replace(/["*]/g, '')));
  const restrictions = [
    !reads && {
      effect: "otel-run's own files cannot be read, and the command would fail to start",
      remedy: `Add to NODE_OPTIONS: --allow-fs-read=${folder}`,
    },
    !options.includes('--allow-worker') && {
      effect: 'there is no thread to send telemetry from, and telemetry that is pending at the exit is lost',
      remedy: 'Add to NODE_OPTIONS: --allow-worker',
    },
  ];
  return restrictions.flatMap(data =>
    data ? [finding('node-options-restrictive', 'NODE_OPTIONS', { option, ...data })] : [],
  );
}

/** Options that do something in addition to running the program: with otel-run they do it twice. */
const SHARED = /^--(?:inspect|(?:cpu|heap)-prof$)/;

/** Options that run a file before the program. */
const PRELOADS = /^(?:-r|--require|--import|--(?:experimental-)?loader)$/;

/** Files that may be preloaded everywhere: otel-run's entry file, and the loaders of Yarn's Plug'n'Play. */
const PRELOADED_ANYWHERE = /(?:[\\/]preload\.cjs|\.pnp\.c?js|\.pnp\.loader\.mjs)"?$/;

/**
 * Options that every Node.js process obeys, otel-run itself before the command.
 * Other agents have their own finding.
 */
export function sharedOptionsFindings(value = ''): readonly Finding[] {
  const words = value.match(/(?:"(?:\\.|[^"\\])*"|[^ "])+/g) ?? [];
  const shared = words.flatMap((word, index) => {
    const [option = '', file = words[index + 1] ?? ''] = word.split(/=(.*)/s);
    const preloads = PRELOADS.test(option);
    if (preloads && (PRELOADED_ANYWHERE.test(file) || isAgent(file))) return [];
    return preloads || SHARED.test(option) ? [option] : [];
  });
  const options = [...new Set(shared)].join(', ');
  return options === '' ? [] : [finding('node-options-shared', 'NODE_OPTIONS', { options })];
}

function frozenFindings(options: readonly string[]): readonly Finding[] {
  const option = '--frozen-intrinsics';
  if (!options.includes(option)) return [];
  const effect = 'instrumentation must change built-in objects, but cannot';
  const remedy = `Remove ${option}.`;
  return [finding('node-options-restrictive', 'NODE_OPTIONS', { option, effect, remedy })];
}

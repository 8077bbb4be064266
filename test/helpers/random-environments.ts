import { findVariable, VARIABLES } from '../../src/config/variables/variables.ts';

/** Deterministic noise (mulberry32): the same seed gives the same environments. */
export type Random = () => number;

/** A generated environment and the variables in it that no reading can make sense of. */
export interface RandomEnvironment {
  readonly env: Readonly<Record<string, string>>;
  readonly unusable: readonly string[];
}

/** In every secret that is generated, and nowhere else. */
export const SECRET = 'hunter2-Zk9';

/** Nobody listens there, and nothing leaves the machine. */
const CLOSED = '127.0.0.1:9';

const NODE_OPTIONS = [
  '--no-warnings',
  '--max-old-space-size=64 --enable-source-maps',
  '--nonsense',
  '"unclosed',
  '--require ./not-there.cjs',
  '--import data:text/javascript,',
  '--pending-deprecation',
  '--unhandled-rejections=none',
  '   ',
];

/** Values that mean something, beside the noise. */
const TYPICAL: Readonly<Record<string, readonly string[]>> = {
  boolean: ['true', 'FALSE', ' true '],
  number: ['1', '512', '0', ' 7 '],
  url: [
    `http://${CLOSED}`,
    `"http://${CLOSED}"`,
    CLOSED,
    `http://user:${SECRET}@${CLOSED}`,
    `http://${CLOSED}/v1/traces?token=${SECRET}`,
    `://${SECRET}@`,
    'http://[::1',
  ],
  headers: [
    `authorization=Bearer ${SECRET}`,
    `authorization=Bearer%20${SECRET},x=y`,
    `"api-key=${SECRET}"`,
    `authorization: ${SECRET}`,
    SECRET,
    `=${SECRET}`,
  ],
  attributes: [
    'team=shop',
    `api_key=${SECRET},team=shop`,
    `team=a=${SECRET}`,
    '%zz=1',
    'service.name=from-attributes',
    ',,,',
  ],
  path: ['/not/there', './package.json', '\u0001'],
  string: ['checkout', 'unknown_service', 'a\nb'],
};

const UNKNOWN_NAMES = ['OTEL_SERVICENAME', 'OTEL_EXPORTER_OTLP_API_KEY', 'OTEL_RUN_FLUSH_TIMOUT', 'OTEL_'];

/** Read before the others, with effects of their own that this is not about. */
const LEFT_ALONE = new Set(['OTEL_CONFIG_FILE', 'OTEL_RUN_ENV_FILE', 'OTEL_RUN_EXTEND', 'OTEL_RUN_REPORT']);

export function createRandom(seed: number): Random {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * An environment of a few variables, each with a value that is typical, noise, or huge.
 *
 * @param longest the most characters of a value
 */
export function randomEnvironment(random: Random, longest: number): RandomEnvironment {
  const env: Record<string, string> = {};
  const unusable: string[] = [];
  const names = VARIABLES.map(({ name }) => name).filter(name => !LEFT_ALONE.has(name));
  for (let count = 1 + Math.floor(random() * 12); count > 0; count--) {
    const name = random() < 0.08 ? pick(random, UNKNOWN_NAMES) : pick(random, names);
    const { type = 'string', values = [] } = findVariable(name) ?? {};
    const typical = [...values, ...(TYPICAL[type] ?? [])];
    if (random() < 0.5 && typical.length > 0) {
      env[name] = pick(random, typical);
      continue;
    }
    env[name] = noise(random, longest, type);
    if (type === 'boolean' || type === 'number') unusable.push(name);
  }
  if (random() < 0.3) env.NODE_ENV = pick(random, ['production', 'development', 'test', '\u0007']);
  if (random() < 0.3) env.NODE_OPTIONS = pick(random, NODE_OPTIONS);
  return { env, unusable: [...new Set(unusable)].filter(name => isNoise(env[name] ?? '')) };
}

/** Nothing that starts like this is a number, a boolean, or another accepted value. */
function noise(random: Random, longest: number, type: string): string {
  const length = random() < 0.1 ? longest - 8 : Math.floor(random() * 40);
  const characters = [
    'é',
    '\ud800',
    '💥',
    ' ',
    '"',
    "'",
    '=',
    ',',
    '%',
    '\\',
    '\n',
    '\u001b[31m',
    'x',
    '$(id)',
    '://',
  ];
  let text = type === 'url' ? `?~${SECRET}` : '?~';
  while (text.length < length) text += pick(random, characters);
  return text.slice(0, Math.max(length, 2));
}

function isNoise(value: string): boolean {
  return value.startsWith('?~');
}

function pick<Item>(random: Random, items: readonly Item[]): Item {
  return items[Math.floor(random() * items.length)] as Item;
}

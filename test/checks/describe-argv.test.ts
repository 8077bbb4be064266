import { expect, it } from 'vitest';
import { describeArgv } from '../../src/checks/evidence.ts';

const ROWS = [
  { argv: ['node', 'server.js', '-r', 'x'], described: 'node server.js -r x' },
  { argv: ['/usr/bin/node', '/srv/dist/server.js'], described: 'node server.js' },
  {
    argv: [
      '/usr/bin/node',
      '--require',
      '/tsx/preflight.cjs',
      '--import',
      'file:///tsx/loader.mjs',
      'src/server.ts',
    ],
    described: 'node src/server.ts',
  },
  { argv: ['node', '--import=tsx', '--inspect', 'server.ts'], described: 'node --inspect server.ts' },
  { argv: ['node', '-r', 'tsx'], described: 'node' },
  { argv: ['ruby', '-r', 'json', 'x.rb'], described: 'ruby -r json x.rb' },
  { argv: [], described: '' },
];

it.each(ROWS)('a command line is shown as $described', ({ argv, described }) => {
  expect(describeArgv(argv)).toBe(described);
});

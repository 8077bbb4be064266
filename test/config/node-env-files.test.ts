import { expect, it } from 'vitest';
import { nodeEnvFiles } from '../../src/config/node-env-files.ts';

it.each([
  { args: ['server.js'], files: [] },
  { args: ['--env-file=.env', 'server.js'], files: ['.env'] },
  { args: ['--env-file', '.env', 'server.js'], files: ['.env'] },
  { args: ['--env-file-if-exists=.env', '--env-file=b.env'], files: ['.env', 'b.env'] },
  { args: ['server.js', '--env-file', 'behind.env'], files: ['behind.env'] },
  { args: ['server.js', '--', '--env-file=.env'], files: [] },
  { args: ['--env-file'], files: [] },
  { args: ['--env-file='], files: [] },
  { args: ['--env-files=.env'], files: [] },
])('finds in $args the files that Node.js reads: $files', ({ args, files }) => {
  expect(nodeEnvFiles(args)).toEqual(files);
});

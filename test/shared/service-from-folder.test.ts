import { expect, it } from 'vitest';
import { serviceFromFolder } from '../../src/shared/service-from-folder.ts';

it.each<[what: string, folder: string, files: Record<string, string>, name: string]>([
  [
    'the nearest name',
    '/srv/shop/api',
    { '/srv/shop/api': '{"name":"api"}', '/srv/shop': '{"name":"shop"}' },
    'api',
  ],
  [
    'a name further up',
    '/srv/shop/dist',
    { '/srv/shop/dist': '{"type":"module"}', '/srv/shop': '{"name":"shop"}' },
    'shop',
  ],
  [
    'the folder of a package without a name',
    '/srv/shop/dist/src',
    { '/srv/shop': '{"dependencies":{}}' },
    'shop',
  ],
  [
    'the folder of a package.json that cannot be read as JSON',
    '/srv/shop/dist',
    { '/srv/shop': '{' },
    'shop',
  ],
  ['the folder, without a package', '/srv/jobs', {}, 'jobs'],
  ['something in the root', '/', { '/': '{}' }, 'app'],
])('is %s', (_, folder, files, name) => {
  const read = (path: string) => files[path.replace(/\/package\.json$/, '') || '/'] ?? '';

  expect(serviceFromFolder(folder, read)).toBe(name);
});

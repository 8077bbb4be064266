import { buildSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { detectBundle } from '../../src/doctor/bundle.ts';

const MODULES = new URL('../../node_modules/', import.meta.url).pathname;

const OPTIONAL = [
  ...['@mongodb-js/zstd', '@aws-sdk/credential-providers', 'kerberos'],
  ...['mongodb-client-encryption', 'snappy'],
];

/** Packages that publish, with the folder of an earlier version that does not. */
const PACKAGES = [
  { name: 'express', earlier: 'express-4/node_modules/express' },
  { name: 'graphql', earlier: 'previous-graphql/node_modules/graphql' },
  { name: 'ai', earlier: 'previous-ai/node_modules/ai' },
  { name: '@redis/client' },
  { name: 'ioredis' },
  { name: 'mongoose' },
  { name: 'mysql2' },
];

describe.each([true, false])('a bundle without the plugin (minified: %s)', minify => {
  it.each(PACKAGES)('shows that $name publishes', ({ name }) => {
    expect(detectBundle(bundled([name], minify), [name], false)?.published).toContain(name);
  });

  it.each(PACKAGES.filter(({ earlier }) => earlier))(
    'is not seen as a whole where an earlier $name is beside one that publishes',
    ({ name, earlier = '' }) => {
      const found = detectBundle(bundled([name, MODULES + earlier], minify), [name], false);

      expect(found?.unseen).toContain(name);
      expect(found?.published).not.toContain(name);
    },
  );
});

/** An application that needs each of these. */
function bundled(names: readonly string[], minify: boolean): string {
  const contents = names.map(name => `console.log(require(${JSON.stringify(name)}));`).join('\n');
  const { outputFiles } = buildSync({
    ...{ stdin: { contents, resolveDir: MODULES }, bundle: true, minify, platform: 'node' },
    ...{ external: OPTIONAL, write: false, logLevel: 'silent' },
  });
  return outputFiles[0]?.text ?? '';
}

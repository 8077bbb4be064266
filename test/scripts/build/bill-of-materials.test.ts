import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { PACKAGE_FOLDER } from '../../helpers/package-under-test.ts';

const read = (file: string) => readFileSync(join(PACKAGE_FOLDER, file), 'utf8');
const bill = JSON.parse(read('sbom.cdx.json'));
const { version } = JSON.parse(read('package.json'));

/** `name version (licence)`, as the build writes it above each licence text. */
const NOTICE = /^((?:@[\w.-]+\/)?[\w.-]+) (\d\S*) \((.+)\)$/gm;

describe('the bill of materials in the package', () => {
  it('is a CycloneDX document about otel-run', () => {
    expect(bill).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
    expect(bill.metadata.component).toMatchObject({ type: 'library', purl: `pkg:npm/otel-run@${version}` });
  });

  it('names each component once, with its version, licence and package URL', () => {
    for (const { type, group, name, version, purl, licenses, ...component } of bill.components) {
      const path = group ? `${group.replace('@', '%40')}/${name}` : name;
      expect({ type, purl, reference: component['bom-ref'] }).toEqual({
        type: 'library',
        purl: `pkg:npm/${path}@${version}`,
        reference: purl,
      });
      expect(version).toMatch(/^\d+\.\d+\.\d+/);
      expect(licenses[0].license?.id ?? licenses[0].expression).toMatch(/^[\w.()+ -]+$/);
    }
    const references = bill.components.map((component: Record<string, string>) => component['bom-ref']);
    expect(new Set(references).size).toBe(references.length);
    expect(bill.dependencies).toEqual([{ ref: `pkg:npm/otel-run@${version}`, dependsOn: references }]);
  });

  it('has every package whose licence is in the notices', () => {
    const noticed = [...read('THIRD-PARTY-NOTICES.txt').matchAll(NOTICE)].map(
      ([, name, version]) => `${name}@${version}`,
    );
    const listed = bill.components.map(({ purl }: { purl: string }) =>
      decodeURIComponent(purl.slice('pkg:npm/'.length)),
    );
    expect([...new Set(noticed)].sort()).toEqual([...listed].sort());
    expect(listed.length).toBeGreaterThan(50);
  });

  it.each([
    '@opentelemetry/sdk-trace',
    '@opentelemetry/instrumentation-pg',
    '@grpc/grpc-js',
    'commander',
    'import-in-the-middle',
  ])('has %s, as installed', name => {
    const manifest = new URL(`../../../node_modules/${name}/package.json`, import.meta.url);
    const { version } = JSON.parse(readFileSync(manifest, 'utf8'));
    expect(bill.components.map(({ purl }: { purl: string }) => purl)).toContain(
      `pkg:npm/${name.replace('@', '%40')}@${version}`,
    );
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Writes sbom.cdx.json: the contents of the bundles, which an audit of installed packages cannot see, as a
 * CycloneDX bill of materials (https://cyclonedx.org/docs/1.6/json/). The file is reproducible.
 */
export function billOfMaterials(root, packages) {
  const { name, version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const self = component({ name, version, license });
  // A version in two folders is one component.
  const components = [...new Map(packages.map(one => [purl(one), component(one)])).values()];
  const bill = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: self },
    components: components.map(one => ({ ...one, scope: 'required' })),
    dependencies: [{ ref: self['bom-ref'], dependsOn: components.map(one => one['bom-ref']) }],
  };
  writeFileSync(join(root, 'sbom.cdx.json'), `${JSON.stringify(bill, null, 2)}\n`);
}

function component({ name, version, license }) {
  const [group, shortName] = name.startsWith('@') ? name.split('/') : [undefined, name];
  const reference = purl({ name, version });
  return {
    type: 'library',
    'bom-ref': reference,
    ...(group && { group }),
    name: shortName,
    version,
    purl: reference,
    licenses: [/[ ()]/.test(license) ? { expression: license } : { license: { id: license } }],
  };
}

/** https://github.com/package-url/purl-spec */
function purl({ name, version }) {
  return `pkg:npm/${name.replace('@', '%40')}@${version}`;
}

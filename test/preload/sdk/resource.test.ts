import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { readSettings } from '../../../src/config/settings.ts';
import { detectResource } from '../../../src/preload/sdk/resource.ts';

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'otel-run-resource-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function attributesOf(env: Record<string, string>, script = join(folder, 'server.js')) {
  const { attributes, asyncAttributesPending } = detectResource(env, readSettings(env), script);
  expect(asyncAttributesPending).toBe(false);
  return attributes;
}

describe('the resource', () => {
  it('says at once what runs, where, and for whom', () => {
    const attributes = attributesOf({ OTEL_SERVICE_NAME: 'api', OTEL_RUN_ENVIRONMENT: 'eu' });

    expect(attributes).toMatchObject({
      'service.name': 'api',
      'deployment.environment.name': 'eu',
      'host.name': hostname(),
      'process.pid': process.pid,
      'process.runtime.name': 'nodejs',
      'process.runtime.version': process.versions.node,
      'telemetry.sdk.language': 'nodejs',
      'telemetry.distro.name': 'otel-run',
    });
  });

  it('leaves out the arguments of the process, which may hold secrets', () => {
    expect(Object.keys(attributesOf({}))).not.toContain('process.command_args');
  });

  it('has an instance id that is a UUID, another one each time', () => {
    const ids = [attributesOf({}), attributesOf({})].map(attributes => attributes['service.instance.id']);

    expect(ids[0]).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(ids[0]).not.toBe(ids[1]);
  });

  it.each([
    {
      what: 'the version of the package.json beside the entry',
      packageJson: '{"version":"1.2.3"}',
      version: '1.2.3',
    },
    { what: 'no version where package.json has none', packageJson: '{"name":"x"}', version: undefined },
    { what: 'no version where package.json is broken', packageJson: '{', version: undefined },
  ])('has $what', ({ packageJson, version }) => {
    writeFileSync(join(folder, 'package.json'), packageJson);

    expect(attributesOf({})['service.version']).toBe(version);
  });

  it('has the version of the application where a build has a package.json of its own without one', () => {
    writeFileSync(join(folder, 'package.json'), '{"version":"3.4.5"}');
    mkdirSync(join(folder, 'dist'), { recursive: true });
    writeFileSync(join(folder, 'dist', 'package.json'), '{"type":"module"}');

    expect(attributesOf({}, join(folder, 'dist', 'server.js'))['service.version']).toBe('3.4.5');
  });

  describe('of an entry that is installed', () => {
    const CASES = [
      { name: 'has the version of the application', application: '{"version":"3.4.5"}', version: '3.4.5' },
      { name: 'has none where the application has none', application: '{"name":"x"}', version: undefined },
      { name: 'has its own outside of any application', application: undefined, version: '16.0.0' },
    ];

    it.each(CASES)('$name', ({ application, version }) => {
      const place = mkdtempSync(join(folder, 'installed-'));
      rmSync(join(folder, 'package.json'), { force: true });
      const bin = join(place, 'node_modules', 'framework', 'bin');
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, '..', 'package.json'), '{"version":"16.0.0"}');
      if (application) writeFileSync(join(place, 'package.json'), application);
      vi.spyOn(process, 'cwd').mockReturnValue(place);

      expect(attributesOf({}, join(bin, 'framework'))['service.version']).toBe(version);
    });

    afterEach(() => vi.restoreAllMocks());
  });

  it('lets OTEL_RESOURCE_ATTRIBUTES say it better, but for the service name', () => {
    const env = {
      OTEL_SERVICE_NAME: 'api',
      OTEL_RESOURCE_ATTRIBUTES: 'service.name=other,service.version=9,service.instance.id=one,host.name=h',
    };

    expect(attributesOf(env)).toMatchObject({
      'service.name': 'api',
      'service.version': '9',
      'service.instance.id': 'one',
      'host.name': 'h',
    });
  });
});

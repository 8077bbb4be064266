import { describe, expect, it } from 'vitest';
import { keepCacheApart } from '../../src/bundling/own-cache.ts';

describe('the cache of a build with the plugin', () => {
  it('has a version of its own, by what is named', () => {
    const cache = { type: 'filesystem', version: 'mine' };
    const named = ['', 'pads#default=padding'].map(workSpans => {
      const options = { cache };
      keepCacheApart(options, workSpans);
      return options.cache.version;
    });

    expect(named[0]).toMatch(/^mine otel-run \S+ $/);
    expect(named[1]).toBe(`${named[0]}pads#default=padding`);
    expect(cache.version).toBe('mine');
  });

  it('is where earlier versions of Rspack have it', () => {
    const options = { cache: true, experiments: { cache: { type: 'persistent' } } };
    keepCacheApart(options, '');

    expect(options.cache).toBe(true);
    expect(options.experiments.cache).toEqual({
      type: 'persistent',
      version: expect.stringContaining('otel-run'),
    });
  });

  it.each([undefined, false, true, { type: 'memory' }])('is as it was where nothing is kept: %j', cache => {
    const options = { cache };
    keepCacheApart(options, '');

    expect(options.cache).toBe(cache);
  });
});

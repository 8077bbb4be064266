import { describe, expect, it } from 'vitest';
import { readExtension } from '../../../src/preload/sdk/extension-shape.ts';

const method = () => {};
const INSTRUMENTATION = { setTracerProvider: method, getConfig: method, enable: method };
const PROCESSOR = { onStart: method, onEnd: method };
const SAMPLER = { shouldSample: method };

describe('what a module exports as an extension', () => {
  it.each<[title: string, exports: unknown, used: string[], problem: string | undefined]>([
    ['its default export', { default: { spanProcessors: [PROCESSOR] } }, ['spanProcessors'], undefined],
    ['the exports themselves', { instrumentations: [INSTRUMENTATION] }, ['instrumentations'], undefined],
    [
      'all there may be',
      { sampler: SAMPLER, views: [{}], logRecordProcessors: [{ onEmit: method }] },
      ['logRecordProcessors', 'views', 'sampler'],
      undefined,
    ],
    ['beside exports of its own', { sampler: SAMPLER, helper: method }, ['sampler'], undefined],
    ['as a function', { default: method }, [], 'its default export is not an object'],
    ['as a list', [INSTRUMENTATION], [], 'its default export is not an object'],
    [
      'as nothing',
      {},
      [],
      'it exports none of instrumentations, spanProcessors, logRecordProcessors, views, sampler',
    ],
    [
      'with a part that is no list',
      { spanProcessors: PROCESSOR, sampler: SAMPLER },
      ['sampler'],
      'its spanProcessors is not an array',
    ],
    [
      'with an entry that is none',
      { instrumentations: [INSTRUMENTATION, {}] },
      [],
      'one of its instrumentations lacks setTracerProvider, getConfig, enable',
    ],
    [
      'with a sampler that is a name',
      { sampler: 'always_on', spanProcessors: [PROCESSOR] },
      ['spanProcessors'],
      'its sampler has no shouldSample',
    ],
  ])('is taken %s', (_title, exports, used, problem) => {
    const shape = readExtension(exports);
    expect([Object.keys(shape.extension), shape.problem]).toEqual([used, problem]);
  });
});

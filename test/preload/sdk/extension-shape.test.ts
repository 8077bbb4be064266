import { describe, expect, it } from 'vitest';
import { readExtension } from '../../../src/preload/sdk/extension-shape.ts';

const method = () => {};
const INSTRUMENTATION = { setTracerProvider: method, getConfig: method, enable: method };
const PROCESSOR = { onStart: method, onEnd: method };
const SAMPLER = { shouldSample: method };

describe('what a module exports as an extension', () => {
  it.each<{ what: string; exports: unknown; used: string[]; problem?: string }>([
    {
      what: 'from its default export',
      exports: { default: { spanProcessors: [PROCESSOR] } },
      used: ['spanProcessors'],
    },
    {
      what: 'from the exports themselves',
      exports: { instrumentations: [INSTRUMENTATION] },
      used: ['instrumentations'],
    },
    {
      what: 'with every part there may be',
      exports: { sampler: SAMPLER, views: [{}], logRecordProcessors: [{ onEmit: method }] },
      used: ['logRecordProcessors', 'views', 'sampler'],
    },
    { what: 'beside exports of its own', exports: { sampler: SAMPLER, helper: method }, used: ['sampler'] },
    {
      what: 'where it is a function',
      exports: { default: method },
      used: [],
      problem: 'its default export is not an object',
    },
    {
      what: 'where it is a list',
      exports: [INSTRUMENTATION],
      used: [],
      problem: 'its default export is not an object',
    },
    {
      what: 'where it is empty',
      exports: {},
      used: [],
      problem: 'it exports none of instrumentations, spanProcessors, logRecordProcessors, views, sampler',
    },
    {
      what: 'with a part that is not a list',
      exports: { spanProcessors: PROCESSOR, sampler: SAMPLER },
      used: ['sampler'],
      problem: 'its spanProcessors is not an array',
    },
    {
      what: 'with an entry that is not an instrumentation',
      exports: { instrumentations: [INSTRUMENTATION, {}] },
      used: [],
      problem: 'one of its instrumentations lacks setTracerProvider, getConfig, enable',
    },
    {
      what: 'with a sampler that is a name',
      exports: { sampler: 'always_on', spanProcessors: [PROCESSOR] },
      used: ['spanProcessors'],
      problem: 'its sampler has no shouldSample',
    },
  ])('is read $what', ({ exports, used, problem }) => {
    const shape = readExtension(exports);
    expect([Object.keys(shape.extension), shape.problem]).toEqual([used, problem]);
  });
});

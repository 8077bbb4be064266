import { describe, expect, it } from 'vitest';
import { compileGlob, compileGlobs } from '../../src/shared/glob.ts';
import { createRandom } from '../helpers/random-environments.ts';

const CASES = [
  { glob: '/healthz', matches: ['/healthz'], misses: ['/healthz/', '/health', 'x/healthz', ''] },
  { glob: '*', matches: ['', '/', 'anything\nat all'], misses: [] },
  { glob: '**', matches: ['', '/a'], misses: [] },
  { glob: '/static/*', matches: ['/static/', '/static/a/b.js'], misses: ['/static', '/other/static/'] },
  { glob: '*.js', matches: ['.js', '/a.js'], misses: ['/a.js/', '/a.jsx', 'js'] },
  { glob: '/a*a', matches: ['/aa', '/a/a'], misses: ['/a', '/ab'] },
  { glob: '/a*ab*ba', matches: ['/aabba', '/a-ab-ba'], misses: ['/aba', '/aabbab', '/aab'] },
  {
    glob: '/static/*/v*/*.js',
    matches: ['/static/x/v1/a.js', '/static//v/.js'],
    misses: ['/static/v1/a.js', '/static/x/v1/a.css'],
  },
  { glob: 'a.c[d](e)?', matches: ['a.c[d](e)?'], misses: ['abcd', 'a.cde'] },
  { glob: '/é*ü', matches: ['/éü', '/é…ü'], misses: ['/e…ü'] },
];

describe('a glob', () => {
  it.each(CASES)('$glob matches what it should and nothing else', ({ glob, matches, misses }) => {
    const compiled = compileGlob(glob);
    expect(matches.filter(text => !compiled(text))).toEqual([]);
    expect(misses.filter(text => compiled(text))).toEqual([]);
  });

  it('agrees with the regular expression that it replaces, on texts made of the same few characters', () => {
    const random = createRandom(7);
    const pick = (from: string, most: number) =>
      Array.from(
        { length: Math.floor(random() * (most + 1)) },
        () => from[Math.floor(random() * from.length)],
      ).join('');
    for (let i = 0; i < 20_000; i++) {
      const glob = pick('ab*', 7);
      const text = pick('ab', 9);
      const expected = new RegExp(`^${glob.replaceAll('*', '.*')}$`, 's').test(text);
      expect(compileGlob(glob)(text), `${glob} on ${text}`).toBe(expected);
    }
  });

  it.each(['/static/*/v*/*.js', '*a*a*a*a*a*a*b', '/*/*/*/*/*/x'])(
    '%s takes a time that grows no faster than a text made to be slow',
    glob => {
      const compiled = compileGlob(glob);
      // A backtracking matcher takes hours for each.
      for (const part of ['/v', 'a', '/', '/static/']) {
        expect(compiled(`/static/${part.repeat(200_000)}`)).toBe(false);
      }
    },
  );

  it('of a list matches where one of them does, and an empty list has no matcher', () => {
    expect(compileGlobs([])).toBeUndefined();
    expect(compileGlobs(['/a', '/b*'])?.('/bc')).toBe(true);
    expect(compileGlobs(['/a', '/b*'])?.('/c')).toBe(false);
  });
});

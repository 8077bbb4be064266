import { afterEach, describe, expect, it } from 'vitest';
import { hideInText } from '../../src/shared/secret-texts.ts';

const { exec } = RegExp.prototype;

describe('secrets in a text, where an application replaced `exec`', () => {
  afterEach(() => {
    RegExp.prototype.exec = exec;
  });

  it.each([
    {
      what: 'to find something always',
      replaced: (text: string): RegExpExecArray =>
        Object.assign([text] as [string], { index: 0, input: text }),
    },
    { what: 'to find nothing', replaced: () => null },
  ])('are hidden: $what', ({ replaced }) => {
    RegExp.prototype.exec = replaced;

    const hidden = hideInText('https://a.b/?token=abcdefgh1234', '[hidden]');
    const after = RegExp.prototype.exec;

    RegExp.prototype.exec = exec;
    expect(hidden).toBe('https://a.b/?token=[hidden]');
    expect(after).toBe(replaced);
  });
});

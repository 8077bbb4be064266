import { describe, expect, it } from 'vitest';
import { describeError } from '../../src/logs/errors.ts';
import { newBounds, toPlain } from '../../src/logs/plain-value.ts';
import { withholdContents } from '../../src/logs/withheld-contents.ts';

function plain(error: Error): unknown {
  return toPlain(error, newBounds());
}

describe('an error of a request to a model', () => {
  it('shows what happened, and neither the prompt nor the answer', () => {
    const error = Object.assign(new Error('refused: a secret plan'), {
      statusCode: 400,
      requestBodyValues: { prompt: 'a secret plan' },
      data: { answer: 'no' },
    });

    withholdContents(error, ['a secret plan']);

    const { stack, ...shown } = plain(error) as Record<string, unknown>;
    expect(shown).toEqual({ type: 'Error', message: 'refused: [content]', statusCode: 400 });
    expect(stack).toMatch(/^Error: refused: \[content\]\n/);
  });

  it('shows the errors in it likewise, whatever is around it', () => {
    const parser = new SyntaxError('Unexpected token, "an answ"... is not valid JSON');
    const unread = Object.assign(new Error(`unreadable: ${parser.message}`, { cause: parser }), {
      text: 'an answer that is no JSON',
    });

    withholdContents(unread, undefined);

    const shown = JSON.stringify(plain(new AggregateError([unread], 'all failed')));
    expect(shown).toContain('unreadable: [content]');
    expect(shown).toContain('SyntaxError');
    expect(shown).not.toMatch(/an answ/);
  });

  it('leaves other errors as they are', () => {
    const error = Object.assign(new Error('failed'), { data: 'its own' });

    expect(describeError(error)).toMatchObject({ message: 'failed', data: 'its own' });
  });
});

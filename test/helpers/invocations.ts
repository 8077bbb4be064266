import { describe, expect, it } from 'vitest';
import { OTEL_RUN } from './package-under-test.ts';
import { run } from './processes.ts';

/** A call of the command line and how it ends. */
export interface InvocationCase {
  readonly title: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly cwd: string;
  readonly stdout: string | RegExp;
  /** Nothing by default. */
  readonly stderr?: string | RegExp;
  /** 0 by default. */
  readonly code?: number;
}

/** A test for each case. */
export function describeInvocations(title: string, cases: readonly InvocationCase[]): void {
  describe(title, { concurrent: true }, () => {
    for (const { title, args, env = {}, cwd, stdout, stderr = '', code = 0 } of cases) {
      it(title, async () => {
        const ended = await run([process.execPath, OTEL_RUN, ...args], { cwd, env });

        expect(ended.code).toBe(code);
        expect(ended.stdout).toEqual(matching(stdout));
        expect(ended.stderr).toEqual(matching(stderr));
      });
    }
  });
}

function matching(expected: string | RegExp): unknown {
  return expected instanceof RegExp ? expect.stringMatching(expected) : expected;
}

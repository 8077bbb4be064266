import { resolve } from 'node:path';
import { certificateProblem } from '../../config/certificate-problem.ts';
import { type Finding, findingWords } from '../../config/finding.ts';
import { resolveConfiguration } from '../../config/resolve.ts';
import { validateConfiguration } from '../../config/validate/validate.ts';
import { ALL_INSTRUMENTATIONS } from '../../libraries/all-instrumentations.ts';
import { switchNames } from '../../libraries/switch-names.ts';
import { printable } from '../../shared/printable.ts';

/** What happens to a process that otel-run did not start. */
export interface Adoption {
  /**
   * Variables to set, so that this process and its children find what the command line would have written.
   */
  readonly changes: Readonly<Record<string, string>>;
  readonly warnings: readonly string[];
  /** Why it is not instrumented, if the command line would refuse; undefined if nothing is wrong. */
  readonly refusal: string | undefined;
}

/**
 * Does what the command line does before a run, for a preload that only NODE_OPTIONS names: an operator, a
 * service manager, or a platform that owns the command. Reads only the environment, no env file and no
 * package.json.
 *
 * @param folder the working directory that paths are resolved against
 */
export function adopt(env: NodeJS.ProcessEnv, folder: string): Adoption {
  const configuration = resolveConfiguration({ flags: {}, env });
  const findings = validateConfiguration(configuration, {
    certificateProblem: (path, kind) => certificateProblem(resolve(folder, path), kind),
    instrumentations: switchNames(ALL_INSTRUMENTATIONS),
  });
  const isSilent = configuration.development.on;
  const errors = findings.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) {
    return { changes: { OTEL_RUN_DISABLED: 'true' }, warnings: [], refusal: errors.map(messageOf).join(' ') };
  }
  const defaulted = [...configuration.settings.values()].filter(({ source }) => source === 'default');
  return {
    changes: {
      ...configuration.environmentChanges,
      OTEL_RUN_DEFAULTED: defaulted.map(({ name }) => name).join(','),
    },
    warnings: isSilent ? [] : findings.filter(({ severity }) => severity === 'warning').map(warningOf),
    refusal: undefined,
  };
}

function messageOf(finding: Finding): string {
  return oneLine(findingWords(finding).message);
}

function warningOf(finding: Finding): string {
  const { message, fix } = findingWords(finding);
  return oneLine(`warning: ${message} ${fix}`);
}

/** Removes the indentation of continuation lines. */
function oneLine(text: string): string {
  return printable(text.replaceAll(/\n\s*/g, ' '));
}

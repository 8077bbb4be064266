import { basename, dirname } from 'node:path';
import { type Finding, finding } from '../config/finding.ts';
import { BEGINNING, BUNDLE_HELPER } from '../shared/bundle-helper.ts';
import { type Application, isEsModuleFile, nearestManifest } from './application.ts';
import { beginningOf, readApplication } from './application-files.ts';
import { type Bundle, detectBundle } from './bundle.ts';
import { remedyFor } from './bundle-remedies.ts';

/** Findings about an entry file that cannot be instrumented. */
export function applicationFindings(
  application: Application,
  facts: { readonly nodeOptions: string; readonly syncHooks: boolean },
  bundle = bundleOf(application, facts.syncHooks),
): readonly Finding[] {
  const { entry } = application;
  if (!entry) return [];
  return [...bundleFindings(entry, bundle), ...esmFindings(entry, facts)];
}

/**
 * The packages that the application's files contain; undefined if there are none.
 *
 * @param syncHooks whether this Node.js can change an ES module while loading it
 */
export function bundleOf({ entry }: Application, syncHooks: boolean): Bundle | undefined {
  if (!entry) return undefined;
  const { dependencies = {}, optionalDependencies = {} } = nearestManifest(dirname(entry));
  const declared = Object.keys({ ...dependencies, ...optionalDependencies });
  const isRecognized =
    (syncHooks || !isEsModuleFile(entry)) && BUNDLE_HELPER.test(beginningOf(entry, BEGINNING));
  return detectBundle(readApplication(entry), declared, isRecognized);
}

/** The finding about bundled packages that are not instrumented. */
export function bundleFindings(entry: string, bundle: Bundle | undefined): readonly Finding[] {
  if (!bundle) return [];
  const { bundler, packages, unseen, announced } = bundle;
  if (packages.length + announced.size > 0 && unseen.length === 0) return [];
  return [
    finding('bundled-application', basename(entry), {
      bundler,
      packages: unseen,
      remedy: remedyFor(bundler, announced.size > 0),
    }),
  ];
}

/** Without synchronous hooks the loader needs a thread, which the permission model denies. */
function esmFindings(
  entry: string,
  { nodeOptions, syncHooks }: { readonly nodeOptions: string; readonly syncHooks: boolean },
): readonly Finding[] {
  const isRestricted =
    /--(experimental-)?permission(\s|$)/.test(nodeOptions) && !nodeOptions.includes('--allow-worker');
  if (!isRestricted || syncHooks || !isEsModuleFile(entry)) return [];
  const reason = 'under --permission this Node.js does not allow a thread for the loader';
  const remedy = 'Add --allow-worker to NODE_OPTIONS, or use Node.js 22.22.3, 24.11.1 or newer.';
  return [finding('esm-unsupported', basename(entry), { reason, remedy })];
}

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const RULE = `\n${'-'.repeat(80)}\n`;

/** Writes THIRD-PARTY-NOTICES.txt: name, version and licence text of every package whose code is in the bundles. */
export function thirdPartyNotices(root, packages) {
  const heading = 'otel-run contains code of the following packages.\n';
  writeFileSync(join(root, 'THIRD-PARTY-NOTICES.txt'), [heading, ...packages.map(notice)].join(RULE));
}

function notice({ folder, name, version, license }) {
  const texts = readdirSync(folder)
    .filter(file => /^(licen[cs]e|copying|notice)/i.test(file) && !/s$/i.test(file))
    .map(file => readFileSync(join(folder, file), 'utf8').trim());
  if (texts.length === 0) texts.push(licenceInReadme(folder, name));
  return `\n${name} ${version} (${license})\n\n${texts.join('\n\n')}\n`;
}

/** Some packages have their licence only at the end of their README. */
function licenceInReadme(folder, name) {
  const readme = readdirSync(folder).find(file => /^readme/i.test(file));
  const text = readme && readFileSync(join(folder, readme), 'utf8').match(/^#*\s*licen[cs]e\b[\s\S]*/im)?.[0];
  if (!text) throw new Error(`${name} is bundled, and no licence text of it was found`);
  return text.trim();
}

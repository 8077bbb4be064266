import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { byOtelRun, run } from './processes.ts';

/** What doctor finds. */
interface Finding {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
}

/**
 * What doctor finds about what a framework has built, if it had been built without otel-run's plugin: a copy in which
 * nothing announces itself to otel-run.
 */
export async function findingsWithoutPlugin(
  folder: string,
  entry: string,
  node: string,
): Promise<readonly Finding[]> {
  const copy = mkdtempSync(join(tmpdir(), 'otel-run-without-plugin-'));
  try {
    cpSync(folder, copy, { recursive: true });
    for (const file of readdirSync(copy, { recursive: true, encoding: 'utf8' })) {
      if (!/\.m?js$/.test(file) || file.includes('node_modules')) continue;
      const path = join(copy, file);
      writeFileSync(path, readFileSync(path, 'utf8').replaceAll('otel-run.modules', 'nobody'));
    }
    const { stdout } = await run(
      byOtelRun([node, entry], node).toSpliced(2, 0, 'doctor', '--service', 'shop', '--json'),
      { cwd: copy },
    );
    return JSON.parse(stdout).findings.filter(({ code }: Finding) => code === 'bundled-application');
  } finally {
    rmSync(copy, { recursive: true });
  }
}

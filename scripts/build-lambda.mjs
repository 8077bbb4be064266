// Builds the folder of an AWS Lambda layer from dist/: `npm run build:lambda` writes lambda/layer/ or the
// named folder. Lambda unpacks a layer into /opt, so its top folder becomes /opt.
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const layer = resolve(process.argv[2] ?? `${root}/lambda/layer`);
const preload = `${layer}/otel-run-preload`;

rmSync(layer, { recursive: true, force: true });
mkdirSync(preload, { recursive: true });
cpSync(`${root}/lambda/otel-run`, `${layer}/otel-run`);
cpSync(`${root}/dist/preload.cjs`, `${preload}/preload.cjs`);
cpSync(`${root}/dist/preload`, `${preload}/preload`, { recursive: true });
for (const name of ['LICENSE', 'THIRD-PARTY-NOTICES.txt']) cpSync(`${root}/${name}`, `${preload}/${name}`);

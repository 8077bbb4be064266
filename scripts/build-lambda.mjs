// Makes the folder of a layer for AWS Lambda, from dist/: `npm run build:lambda` writes lambda/layer/, and another folder may
// be named. Lambda unpacks a layer into /opt, so what is at its top is at /opt.
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

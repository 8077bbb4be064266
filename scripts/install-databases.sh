#!/usr/bin/env bash
# Installs what test/e2e/databases.heavy.test.ts runs against: Prisma, of 300 MB, other mappers of objects, and
# better-sqlite3, which is compiled where its publisher's server cannot be reached. Once; the tests are skipped where it
# was not.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=test/.frameworks/databases
mkdir -p "$folder"
cp test/fixtures/databases/package.json test/fixtures/databases/schema.prisma "$folder"
cd "$folder"
# What a program loads from this folder, by both ways.
echo 'module.exports = async name => require(name);' >load.cjs
echo 'export default name => import(name);' >load.mjs
# typeorm names other versions of drivers that it could use.
npm install --no-audit --no-fund --no-save --ignore-scripts --legacy-peer-deps
JOBS=max npm rebuild better-sqlite3
# Generating needs no engine, but looks for one, and would download it.
PRISMA_SCHEMA_ENGINE_BINARY=/bin/true npx prisma generate --schema schema.prisma

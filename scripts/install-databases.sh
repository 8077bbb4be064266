#!/usr/bin/env bash
# Installs what test/e2e/databases.heavy.test.ts runs against: Prisma in two majors, of 300 MB, other mappers of objects, and
# better-sqlite3, which is compiled where its publisher's server cannot be reached. Once; the tests are skipped where it
# was not.
set -euo pipefail
cd "$(dirname "$0")/.."

root=$PWD

# <folder below test/.frameworks> <folder of its package.json and schema.prisma>
install() {
  mkdir -p "test/.frameworks/$1"
  cp "$2/package.json" "$2/schema.prisma" "test/.frameworks/$1"
  cd "test/.frameworks/$1"
  # What a program loads from this folder, by both ways.
  echo 'module.exports = async name => require(name);' >load.cjs
  echo 'export default name => import(name);' >load.mjs
  # typeorm names other versions of drivers that it could use.
  npm install --no-audit --no-fund --no-save --ignore-scripts --legacy-peer-deps
  # Generating needs no engine, but looks for one, and would download it.
  PRISMA_SCHEMA_ENGINE_BINARY=/bin/true PRISMA_QUERY_ENGINE_LIBRARY=/bin/true npx prisma generate --schema schema.prisma
  cd "$root"
}

install databases test/fixtures/databases
(cd test/.frameworks/databases && JOBS=max npm rebuild better-sqlite3)
install databases-previous test/fixtures/databases/previous

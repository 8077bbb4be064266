#!/usr/bin/env bash
# Installs web frameworks and servers of GraphQL below test/.frameworks/servers, which nothing needs but
# test/e2e/more-frameworks.test.ts and graphql-servers.test.ts: 400 packages. Once; the tests are skipped where it was not.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=test/.frameworks/servers
cmp -s test/fixtures/frameworks/servers/package.json "$folder/package.json" && [ -d "$folder/node_modules" ] && exit
mkdir -p "$folder"
cp test/fixtures/frameworks/servers/package.json "$folder"
cd "$folder"
npm install --no-audit --no-fund --no-save --ignore-scripts --legacy-peer-deps

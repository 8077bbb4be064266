#!/usr/bin/env bash
# Installs web frameworks below test/.frameworks/servers that test/e2e/more-frameworks.test.ts runs and nothing else
# needs, of 300 packages. Once; the test is skipped where it was not.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=test/.frameworks/servers
cmp -s test/fixtures/frameworks/servers/package.json "$folder/package.json" && [ -d "$folder/node_modules" ] && exit
mkdir -p "$folder"
cp test/fixtures/frameworks/servers/package.json "$folder"
cd "$folder"
npm install --no-audit --no-fund --no-save --ignore-scripts --legacy-peer-deps

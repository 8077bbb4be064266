#!/usr/bin/env bash
# Installs and builds the application of Next.js that test/e2e/next.heavy.test.ts runs: 20 packages of 300 MB that nothing else
# needs. Once; the test is skipped where it was not.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=test/.frameworks/next
mkdir -p "$folder"
cp -r test/fixtures/frameworks/next/. "$folder"
cd "$folder"
export NEXT_TELEMETRY_DISABLED=1
npm install --no-audit --no-fund --no-save
npx next build

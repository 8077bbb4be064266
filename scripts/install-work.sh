#!/usr/bin/env bash
# Installs queues and schedulers that bring hundreds of packages below test/.installed/work, in the versions that
# test/fixtures/apps/work/versions.json names: a folder for the newest, one for those before. Some need the Node.js that
# test/e2e/work-libraries.heavy.test.ts runs on; without the packages their tests are skipped, and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

install() {
  local folder=test/.installed/work/$1
  local wanted
  wanted=$(node -p "Object.entries(require('./test/fixtures/apps/work/versions.json')['$1']).map(one => one.join('@')).join(' ')")
  [ "$(cat "$folder/installed" 2>/dev/null)" != "$wanted" ] || return 0
  rm -rf "$folder" && mkdir -p "$folder"
  echo '{ "private": true }' >"$folder/package.json"
  # As an ES module of the same folder, for what is loaded by `import`.
  echo 'export default name => import(name);' >"$folder/load.mjs"
  # shellcheck disable=SC2086 # several words
  timeout 400 npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --force $wanted >/dev/null 2>&1 &&
    echo "$wanted" >"$folder/installed" ||
    echo "could not be installed, so their tests are skipped: $wanted"
}

install newest
install previous

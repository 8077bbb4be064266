#!/usr/bin/env bash
# Installs and builds the applications that test/e2e/frameworks-*.heavy.test.ts run, by the frameworks that bundle: those
# that are named, or all of them (`scripts/install-frameworks.sh astro nuxt`). A test is skipped where its application was
# not built. They take Node.js 22.22 or newer, and otel-run as it is built (`npm run build`).
set -euo pipefail
cd "$(dirname "$0")/.."
root=$PWD
export ASTRO_TELEMETRY_DISABLED=1 NUXT_TELEMETRY_DISABLED=1

node=$root/.nodes/$(node scripts/fetch-node.mjs 24)/bin/node

# Everything is installed without scripts: none of them needs what those download.
install() {
  local folder=test/.frameworks/$1
  mkdir -p "$folder"
  cp -r "test/fixtures/frameworks/$1/." "$folder"
  cd "$folder"
  npm install --no-audit --no-fund --no-save --ignore-scripts --loglevel=error
  ln -sfn "$root" node_modules/otel-run
}

build_sveltekit() {
  "$node" node_modules/vite/bin/vite.js build
  "$node" node_modules/vite/bin/vite.js build --config vite.traced.config.js
}

build_react-router() {
  "$node" node_modules/@react-router/dev/bin.cjs build
}

build_astro() {
  "$node" node_modules/astro/bin/astro.mjs build
  "$node" node_modules/astro/bin/astro.mjs build --config astro.middleware.config.mjs
}

build_nuxt() {
  "$node" node_modules/nuxt/bin/nuxt.mjs build
}

for name in "${@:-sveltekit react-router astro nuxt}"; do
  for framework in $name; do
    (install "$framework" && "build_$framework")
  done
done

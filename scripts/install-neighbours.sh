#!/usr/bin/env bash
# Installs what applications have beside otel-run (SDKs, agents, a watcher), below test/.neighbours, where it is missing.
# Each brings up to a hundred packages that nothing else needs; without them their tests are skipped, and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

install() {
  local folder=test/.neighbours/$1 package=$2
  [ ! -d "$folder/node_modules/${package%@*}" ] || return 0
  mkdir -p "$folder"
  echo '{ "private": true }' >"$folder/package.json"
  timeout 300 npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts "$package" >/dev/null 2>&1 ||
    echo "could not be installed, so its tests are skipped: $package"
}

install sentry-10 @sentry/node@10.78.0
install sentry-11 @sentry/node@11.12.0
install vercel @vercel/otel@2.1.3
install dd-trace dd-trace@6.21.0
install elastic-apm-node elastic-apm-node@4.18.0
install newrelic newrelic@13.20.0
install nodemon nodemon@3.1.14
install turbo turbo@2.11.11
install nx nx@24.0.6

#!/usr/bin/env bash
# Installs Lambda's runtime for Node.js below test/.installed/lambda: the newest, and the last one with callbacks. Its native
# client is compiled against the system's libcurl, since the package's own script configures and builds all of curl first.
# Without it the tests of Lambda are skipped, and say so.
set -euo pipefail
cd "$(dirname "$0")/.."

headers=/usr/include/node
if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
  export DEBIAN_FRONTEND=noninteractive
  missing=()
  command -v g++ >/dev/null || missing+=(g++)
  command -v xz >/dev/null || missing+=(xz-utils)
  [ -e "/usr/include/$(uname -m)-linux-gnu/curl/curl.h" ] || missing+=(libcurl4-openssl-dev)
  [ -e "$headers/node_api.h" ] || missing+=(libnode-dev)
  if [ "${#missing[@]}" -gt 0 ]; then
    timeout 60 apt-get update -qq || true
    timeout 300 apt-get install -yqq --no-install-recommends "${missing[@]}" >/dev/null 2>&1 || true
  fi
fi

# Compiles what the package calls rapid-client.node: <package's folder> <its sources of aws-lambda-cpp> <its rapid-client.cc> <to>
compile() {
  local runtime
  runtime=$(mktemp -d)
  tar -xf "$1/$2" -C "$runtime" --no-same-owner --exclude='._*' 2>/dev/null
  local sources
  sources=$(dirname "$(find "$runtime" -name runtime.cpp -path '*/src/*' | head -1)")
  sed 's/@PROJECT_VERSION[A-Z_]*@/0/' "$sources/version.cpp.in" >"$runtime/version.cpp"
  g++ -std=c++20 -O1 -shared -fPIC -w -DNODE_GYP_MODULE_NAME=addon -DBUILDING_NODE_EXTENSION \
    -I"$headers" -I"$1/../node-addon-api" -I"$sources/../include" \
    "$1/$3" "$sources/runtime.cpp" "$sources/logging.cpp" "$runtime/version.cpp" -lcurl -o "$1/$4"
  rm -rf "$runtime"
}

install() {
  local version=$1 folder=test/.installed/lambda/$2
  shift 2
  [ "$(cat "$folder/installed" 2>/dev/null)" != "$version" ] || return 0
  rm -rf "$folder" && mkdir -p "$folder"
  echo '{ "private": true }' >"$folder/package.json"
  timeout 240 npm install --prefix "$folder" --no-audit --no-fund --ignore-scripts --force \
    "aws-lambda-ric@$version" >/dev/null 2>&1
  compile "$folder/node_modules/aws-lambda-ric" "$@"
  echo "$version" >"$folder/installed"
}

install 4.0.2 newest deps/aws-lambda-cpp.tar.xz src/native/rapid-client.cc rapid-client.node
install 3.3.0 callbacks deps/aws-lambda-cpp-0.2.8.tar.gz src/rapid-client.cc dist/rapid-client.node

#!/usr/bin/env bash
# Installs what some tests need beside Node.js, from Debian's packages, where it is missing and this may install it:
# servers to work against, and two browsers to look at pages. Without it those tests are skipped, and say so.
set -euo pipefail

missing=()
compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || command -v initdb >/dev/null || missing+=(postgresql)
command -v redis-server >/dev/null || missing+=(redis-server)
[ -x /usr/lib/rabbitmq/bin/rabbitmq-server ] || command -v rabbitmq-server >/dev/null || missing+=(rabbitmq-server)
command -v mariadbd >/dev/null || [ -x /usr/sbin/mariadbd ] || missing+=(mariadb-server)
command -v nats-server >/dev/null || [ -x /usr/sbin/nats-server ] || missing+=(nats-server)
command -v mosquitto >/dev/null || [ -x /usr/sbin/mosquitto ] || missing+=(mosquitto)
command -v kcat >/dev/null || missing+=(kafkacat)
command -v memcached >/dev/null || missing+=(memcached)
command -v faketime >/dev/null || missing+=(faketime)
command -v chromium >/dev/null || missing+=(chromium)
command -v firefox-esr >/dev/null || command -v firefox >/dev/null || missing+=(firefox-esr)
[ "${#missing[@]}" -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null; then
  echo "not installed, and only root can, by apt-get: ${missing[*]}"
  exit 0
fi

# Tests start servers of their own; what Debian asks before it starts one: https://manpages.debian.org/policy-rc.d
policy=/usr/sbin/policy-rc.d
if [ ! -e "$policy" ]; then
  trap 'rm -f "$policy"' EXIT
  printf '#!/bin/sh\nexit 101\n' >"$policy"
  chmod +x "$policy"
fi

export DEBIAN_FRONTEND=noninteractive
timeout 60 apt-get update -qq || true
for package in "${missing[@]}"; do
  timeout 120 apt-get install -yqq --no-install-recommends "$package" >/dev/null 2>&1 ||
    echo "could not be installed, so its tests are skipped: $package"
done

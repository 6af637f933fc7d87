#!/usr/bin/env bash
# Installs the Debian packages that the tests need and this machine lacks; where it may not, it says which they are. Never fails: a test
# whose program is missing does, and says so.
set -uo pipefail

missing=()
need() { command -v "$1" >/dev/null 2>&1 || missing+=("$2"); }
need etcd etcd-server
need etcdctl etcd-client
need tmux tmux
need strace strace
need openssl openssl
need ip iproute2
need promtool prometheus
need buildah buildah
need podman podman
need runc runc
need systemd-analyze systemd
need systemd-nspawn systemd-container
need prometheus-alertmanager prometheus-alertmanager
if [ ${#missing[@]} -gt 0 ]; then
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    export DEBIAN_FRONTEND=noninteractive
    # The tests start servers of their own: the package's server must not start by itself.
    start_policy=/usr/sbin/policy-rc.d
    if [ ! -e "$start_policy" ]; then
      printf '#!/bin/sh\nexit 101\n' >"$start_policy" && chmod +x "$start_policy"
      trap 'rm -f "$start_policy"' EXIT
    fi
    apt-get update && apt-get install -y --no-install-recommends "${missing[@]}" || echo "could not install: ${missing[*]}" >&2
  else
    echo "missing, and not root: ${missing[*]}" >&2
  fi
fi

#!/bin/sh
# Prepares this computer for `make vm-test`: installs the Debian packages it needs. Where that can't
# be, prints the reason in one line and exits 1, so that the test is skipped in plain sight.
set -eu
packages="qemu-system-x86 mmdebstrap e2fsprogs cpio kmod"

unable() { echo "$*"; exit 1; }

. /etc/os-release
[ "${ID:-}" = debian ] || unable "the machine is made of Debian's packages, and this is ${PRETTY_NAME:-unknown}"
[ "$(dpkg --print-architecture)" = amd64 ] || unable "the machine is emulated on amd64 only"
[ "$(id -u)" = 0 ] || unable "only root can make the machine's disk: sudo make vm-test"

missing=
for package in $packages; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
# The lists are needed for the kernel of the machine too.
[ -n "$(apt-cache --quiet=0 depends linux-image-amd64 2>/dev/null)" ] || apt-get -qq update >/dev/null 2>&1 || true
[ -z "$missing" ] && exit 0
# shellcheck disable=SC2086
apt-get -qq install -y --no-install-recommends $missing >/dev/null 2>&1 ||
  { apt-get -qq update && apt-get -qq install -y --no-install-recommends $missing; } >/dev/null 2>&1 ||
  unable "could not install$missing (apt-get refused)"

#!/bin/bash
# The packages that arm64 programs need at run time, from the libraries they name, as
# `shlibs:Depends` has them; dpkg-shlibdeps wants an installed Debian for that.
#   depends.sh PROGRAM...
# Fails on a library that is not known here, or a symbol newer than the C library of Debian 12.
set -euo pipefail
declare -A package=(
  [libc.so.6]='libc6 (>= 2.36)' [libm.so.6]='libc6 (>= 2.36)' [ld-linux-aarch64.so.1]='libc6 (>= 2.36)'
  [libgcc_s.so.1]='libgcc-s1 (>= 12)' [libstdc++.so.6]='libstdc++6 (>= 12)'
  [libudev.so.1]='libudev1 (>= 183)' [libz.so.1]='zlib1g (>= 1:1.2.0)'
  [libbluetooth.so.3]='libbluetooth3 (>= 4.91)' [libsqlite3.so.0]='libsqlite3-0 (>= 3.40)'
  [libcrypt.so.1]='libcrypt1 (>= 1:4.4.0)' [libmosquitto.so.1]='libmosquitto1 (>= 2.0)')
declare -A needed=()
for program; do
  readelf -h "$program" | grep -q 'Machine:.*AArch64' || { echo "$program is no arm64 program" >&2; exit 1; }
  for library in $(readelf -d "$program" | sed -n 's/.*(NEEDED).*\[\(.*\)\]/\1/p'); do
    [ -n "${package[$library]:-}" ] || { echo "$program needs $library, which is not expected" >&2; exit 1; }
    needed[${package[$library]}]=1
  done
  newest=$(readelf -V "$program" | grep -oE 'GLIBC_[0-9]+\.[0-9]+' | sort -uV | tail -1)
  [ "$(printf '%s\n' GLIBC_2.36 "$newest" | sort -V | tail -1)" = GLIBC_2.36 ] ||
    { echo "$program needs $newest; Debian 12 has GLIBC_2.36" >&2; exit 1; }
done
printf '%s\n' "${!needed[@]}" | sort | paste -sd, | sed 's/,/, /g'

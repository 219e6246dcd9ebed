#!/bin/bash
# Makes what cross-builds Sinew for the Raspberry Pi on an amd64 Debian, as root, from Debian's
# packages alone:
#   sdk.sh FOLDER    makes FOLDER/compiler (the amd64 compiler, run by chroot) and FOLDER/sdks
# It does nothing where they are there already: delete FOLDER to take newer packages.
#
# Debian's unstable has the same release of Swift for amd64 and arm64, so the amd64 compiler reads the
# arm64 modules. `ship` stands on Debian 12 and links the runtime into the programs, which then run on
# 12 and 13; `test` stands on Debian 13, for the test libraries come shared only and want its C library.
# Exit status 75: the packages could not be had, which says nothing about Sinew.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
unavailable() { echo "arm64: $*" >&2; exit 75; }

mkdir -p "$1"
cd "$1"
stamp=$(cat "$here/sdk.sh" "$here/compat.c" | sha256sum)
[ "$(cat stamp 2>/dev/null)" != "$stamp" ] || exit 0
[ "$(id -u)" = 0 ] || unavailable "only root can unpack a Debian: sudo make deb ARCH=arm64"
[ "$(dpkg --print-architecture 2>/dev/null)" = amd64 ] || unavailable "this needs an amd64 Debian"
missing=
for package in mmdebstrap qemu-user-static dpkg-dev; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || missing="$missing $package"
done
# shellcheck disable=SC2086
[ -z "$missing" ] || apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
  { apt-get update -qq && apt-get install -y -qq --no-install-recommends $missing; } >/dev/null 2>&1 ||
  unavailable "could not install$missing"
for tool in clang llvm-ar llvm-strip; do
  command -v "$tool" >/dev/null || unavailable "$tool is missing (every Swift toolchain brings it)"
done
rm -rf compiler runtime sdks fetched stamp

sources=${APT_SOURCES:-/etc/apt/sources.list.d/debian.sources}
[ -e "$sources" ] || sources=/etc/apt/sources.list
mirror=${DEBIAN_MIRROR:-$(awk '/^URIs:/ {print $2; exit} /^deb / {sub(/\[[^]]*\]/, ""); print $2; exit}' "$sources")}
keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# A copy of unstable that a mirror keeps may be older than it says it may get.
unpack() { # SUITE ARCHITECTURE FOLDER PACKAGES
  mmdebstrap --quiet --mode=root --variant=extract --architectures="$2" --include="$4" \
    --aptopt='APT::Install-Recommends "false"' --aptopt='Acquire::Check-Valid-Until "false"' \
    "$1" "$3" "$mirror" || unavailable "Debian $1 for $2 could not be had from the mirror"
}

echo "arm64: the compiler"
unpack sid amd64 compiler "base-files,bash,coreutils,sed,grep,findutils,dash,git,ca-certificates,\
swiftlang,libswiftlang,binutils,gcc,libc6-dev,libstdc++-14-dev,pkg-config,zlib1g-dev,libsqlite3-dev"

echo "arm64: the runtime"
mkdir -p fetched/state/lists/partial fetched/cache/archives/partial runtime
echo "deb [signed-by=$keyring] $mirror sid main" >fetched/sources.list
fetch=(-qq -o "Dir::State=$PWD/fetched/state" -o Dir::State::status=/dev/null
  -o "Dir::Cache=$PWD/fetched/cache" -o "Dir::Etc::SourceList=$PWD/fetched/sources.list"
  -o Dir::Etc::SourceParts=- -o APT::Architecture=arm64 -o APT::Architectures=arm64
  -o Acquire::Check-Valid-Until=false -o APT::Sandbox::User=root)
apt-get "${fetch[@]}" update || unavailable "the lists of Debian unstable could not be had"
(cd fetched && apt-get "${fetch[@]}" download swiftlang libswiftlang) ||
  unavailable "the arm64 runtime could not be had"
for package in fetched/*.deb; do
  # Each has a part of the folders; a part that is missing is no fault.
  dpkg-deb --fsys-tarfile "$package" | tar x -C runtime --wildcards --exclude='*/swift/host' \
    --exclude='*/embedded' --exclude='*/pm' --exclude='*/migrator' \
    './usr/libexec/swift/lib/swift/*' './usr/libexec/swift/lib/swift_static/*' \
    './usr/libexec/swift/lib/clang/*' 2>/dev/null || true
done
lib=runtime/usr/libexec/swift/lib
[ -d "$lib/swift_static" ] || unavailable "the packages hold no static runtime"
rm -rf fetched
# The package forgets this library, which test bundles name; nothing is used of it.
echo 'static int nothing __attribute__((unused));' >nothing.c
clang -target aarch64-unknown-linux-gnu -c nothing.c -o nothing.o
llvm-ar rc "$lib/swift/linux/lib_Testing_Foundation.a" nothing.o
rm nothing.c nothing.o

sdk() { # NAME SUITE PACKAGES
  echo "arm64: the SDK $1, on $2"
  local bundle=sdks/$1.artifactbundle root=sdks/$1.artifactbundle/arm64/sysroot options=
  mkdir -p "$bundle/arm64"
  unpack "$2" arm64 "$root" "base-files,libc6-dev,libudev-dev,libudev1,libbluetooth-dev,\
libmosquitto-dev,libsqlite3-dev,zlib1g-dev,libxml2,$3"
  # Under qemu a path that is here hides the computer's own.
  rm -rf "${root:?}"/{proc,sys,dev,tmp,boot,root,home,run,var,etc}
  # Links from the root would lead into the computer's own libraries.
  find "$root" -type l -lname '/*' | while read -r link; do
    ln -sfnr "$root$(readlink "$link")" "$link"
  done
  cp -al "$lib"/{swift,swift_static,clang} "$root/usr/lib/"
  if [ "$1" = ship ]; then
    clang -target aarch64-unknown-linux-gnu --sysroot="$root" -O2 -fPIC -c "$here/compat.c" \
      -o "$bundle/arm64/compat.o"
    options=',"-Xlinker","/sdks/ship.artifactbundle/arm64/compat.o"'
  fi
  cat >"$bundle/info.json" <<JSON
{"schemaVersion": "1.0",
 "artifacts": {"$1": {"type": "swiftSDK", "version": "1.0.0", "variants": [{"path": "arm64"}]}}}
JSON
  cat >"$bundle/arm64/swift-sdk.json" <<JSON
{"schemaVersion": "4.0",
 "targetTriples": {"aarch64-unknown-linux-gnu": {
   "sdkRootPath": "sysroot", "swiftResourcesPath": "sysroot/usr/lib/swift",
   "swiftStaticResourcesPath": "sysroot/usr/lib/swift_static", "toolsetPaths": ["toolset.json"]}}}
JSON
  cat >"$bundle/arm64/toolset.json" <<JSON
{"schemaVersion": "1.0", "swiftCompiler": {"extraCLIOptions": ["-use-ld=lld"$options]},
 "cxxCompiler": {"extraCLIOptions": ["-lstdc++"]}}
JSON
}
sdk ship bookworm libstdc++-12-dev,libcurl4
sdk test trixie libstdc++-14-dev,libcurl4t64
rm -rf runtime
mkdir -p compiler/{sdks,src,proc,dev,tmp}
echo "$stamp" >stamp

#!/bin/bash
# Builds for arm64 with what sdk.sh made:
#   build.sh FOLDER PRODUCTS ship|test SWIFT-BUILD-OPTIONS...    in the project's folder; PACKAGE names
#                                                                another package below it
# The compiler runs by chroot in a mount namespace of its own: nothing of this computer changes. The
# packages are fetched before, by this computer's own Swift, with its own access to the network.
set -euo pipefail
folder=$(cd "$1" && pwd)
mkdir -p "$2"
products=$(realpath "$2")
sdk=$3
shift 3
source=$PWD
package=${PACKAGE:-.}
case $products in "$source"/*) ;; *) echo "arm64: $products is not below $source" >&2; exit 1 ;; esac
[ -e "$products/workspace-state.json" ] ||
  "${SWIFT:-swift}" package --package-path "$package" --scratch-path "$products" resolve
export folder source package
# shellcheck disable=SC2016
exec unshare --mount bash -c '
  mount --bind "$folder/sdks" "$folder/compiler/sdks"
  mount --rbind "$source" "$folder/compiler/src"
  mount --rbind /proc "$folder/compiler/proc"
  mount --rbind /dev "$folder/compiler/dev"
  exec chroot "$folder/compiler" /usr/bin/env -i HOME=/root LANG=C.UTF-8 \
    PATH=/usr/libexec/swift/bin:/usr/bin:/bin \
    GIT_CONFIG_COUNT=1 GIT_CONFIG_KEY_0=safe.directory GIT_CONFIG_VALUE_0="*" \
    swift build --package-path "/src/$package" --swift-sdks-path /sdks --swift-sdk "$@"
' build "$sdk" --scratch-path "/src${products#"$source"}" --disable-automatic-resolution "$@"

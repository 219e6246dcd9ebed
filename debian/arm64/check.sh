#!/bin/bash
# Builds the arm64 package and tries it here under qemu: versions, needed libraries, the
# configuration, a whole `analyze` against this computer's own, the tests of the core.
#   check.sh FOLDER BUILD    FOLDER is sdk.sh's, BUILD this computer's build folder with debug/sinewctl
# Exit status 75: the packages could not be had. Everything else that fails is a fault of ours.
set -euo pipefail
cd "$(dirname "$0")/../.."
folder=$(realpath -m "$1")
build=$(realpath "$2")
step() { echo "arm64: $* ($(date +%H:%M:%S))"; }

debian/arm64/sdk.sh "$folder"
step "the package"
make --no-print-directory deb ARCH=arm64 BUILD="$build" ARM64="$folder"

tree=$folder/tree
rm -rf "$tree"
dpkg-deb -x "$build"/deb/sinew_*_arm64.deb "$tree"
dpkg-deb -f "$build"/deb/sinew_*_arm64.deb Package Version Architecture Depends
run() { qemu-aarch64-static -L "$folder/sdks/ship.artifactbundle/arm64/sysroot" "$@"; }
step "the programs"
debian/arm64/depends.sh "$tree"/usr/bin/* "$tree"/usr/lib/sinew/* >/dev/null
for program in sinewd sinewctl sinew-kiosk sinew-bridge; do
  echo "$program $(run "$tree/usr/bin/$program" --version)"
done
run "$tree/usr/bin/sinewd" --check-config --config "$tree/etc/sinew/sinew.yaml"

step "analyze, against this computer's"
python3 -B Tests/ARM64/recording.py "$folder"
analyze() {
  "$@" analyze --exercise biceps_curl --emg "biceps=$folder/emg.csv" --imu "forearm=$folder/imu.csv"
}
analyze run "$tree/usr/bin/sinewctl" >"$folder/arm64.jsonl"
analyze "$build/debug/sinewctl" >"$folder/amd64.jsonl"
repetitions=$(grep -c '"kind":"rep"' "$folder/arm64.jsonl") ||
  { echo "no repetition was found" >&2; exit 1; }
cmp "$folder/arm64.jsonl" "$folder/amd64.jsonl"
echo "$repetitions repetitions in $(wc -l <"$folder/arm64.jsonl") lines, the same to the last digit"

# Ring, clock and filters: what could differ between processors. Release, or emulation takes minutes.
step "the tests of the core"
PACKAGE=Tests/ThreadSanitizer debian/arm64/build.sh "$folder" "$folder/core" test \
  -c release --build-tests -Xswiftc -enable-testing
test_root=$folder/sdks/test.artifactbundle/arm64/sysroot
qemu-aarch64-static -L "$test_root" -E "LD_LIBRARY_PATH=$test_root/usr/lib/swift/linux" \
  "$folder"/core/release/SinewPackageTests.xctest --testing-library swift-testing \
  --filter "${ARM64_TESTS:-Ring|Clock|Filter}" | tail -3
step "finished"

#!/bin/bash
# Replays the kept inputs, then fuzzes every target, SECONDS of wall time in all.
#   Tests/Fuzz/fuzz.sh [SECONDS]      0 only replays
# With the toolchain's libFuzzer and address sanitizer where they link; else with blind changes of
# the same inputs, and says so. SINEW_FUZZ_SEED chooses another walk, SINEW_FUZZ_BUILD the folder.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-240}
seed=${SINEW_FUZZ_SEED:-1}
build=${SINEW_FUZZ_BUILD:-$PWD/.build/fuzz}
work=$build/work
workers=$(nproc)
mkdir -p "$work"
export SWIFT_BACKTRACE=enable=no ASAN_OPTIONS=detect_leaks=0

# The gold linker stumbles over the sanitizer's archive, lld does not.
if SINEW_LIBFUZZER=1 swift build --package-path Tests/Fuzz --scratch-path "$build/libfuzzer" \
  -c release --sanitize fuzzer --sanitize address -Xswiftc -use-ld=lld >"$work/build.log" 2>&1; then
  program=$build/libfuzzer/release/sinew-fuzz
  guided=yes
else
  echo "libFuzzer does not build here (see $work/build.log): blind fuzzing instead" >&2
  swift build --package-path Tests/Fuzz --scratch-path "$build/plain" >"$work/build.log" 2>&1 || {
    cat "$work/build.log" >&2
    exit 1
  }
  program=$build/plain/debug/sinew-fuzz
  guided=
fi

"$program" replay
[ "$seconds" -gt 0 ] || exit 0

targets=$("$program" list)
each=$((seconds * workers / $(wc -w <<<"$targets")))
[ "$each" -gt 0 ] || each=1

fuzz() { # one target; prints one line, keeps the log
  local target=$1 log=$work/$1.log
  rm -f "$work/find-$target-"*
  if [ -n "$guided" ]; then
    mkdir -p "$work/corpus/$target"
    if ! "$program" libfuzzer "$target" -max_total_time="$each" -seed="$seed" -max_len=4096 \
      -timeout=20 -rss_limit_mb=2048 -detect_leaks=0 -print_final_stats=1 -verbosity=1 \
      -artifact_prefix="$work/find-$target-" \
      "$work/corpus/$target" "$work/seeds/$target" >"$log" 2>&1; then
      echo "$target: FOUND something:"
      grep -m 3 -E "Fatal error|ERROR|SUMMARY" "$log" || tail -3 "$log"
      ls "$work/find-$target-"* 2>/dev/null || true
      return 1
    fi
    echo "$target: $(grep -oE 'Done [0-9]+ runs in [0-9]+' "$log") s," \
      "$(grep -oE 'cov: [0-9]+' "$log" | tail -1)"
  else
    "$program" run --seconds "$each" --seed "$seed" --target "$target" --finds "$work" 2>&1 \
      | tee "$log"
  fi
}
export -f fuzz
export program guided seed each work

if [ -n "$guided" ]; then
  rm -rf "$work/seeds" "$work/corpus"
  "$program" seed "$work/seeds"
fi
echo "fuzzing each target for $each s, $workers at a time"
xargs -n 1 -P "$workers" bash -c 'set -euo pipefail; fuzz "$1"' fuzz <<<"$targets"

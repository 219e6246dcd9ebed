#!/bin/sh
# Runs every measurement on release builds, round by round, and prints JSON lines, then a table.
#   run.sh BUILD [ROUNDS]     BUILD holds release/sinewd and release/sinew-bench
# The C programs of peers/ are built here; without a C compiler only Sinew itself is measured.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
build=$(cd "$1" && pwd)
rounds=${2:-5}
out=$build/bench
mkdir -p "$out"
results=$out/results.jsonl
: > "$results"

say() { echo "# $*"; }
keep() { tee -a "$results"; }

fast=
if [ "$(id -u)" = 0 ] && nice -n -20 true 2> /dev/null; then
  fast="nice -n -20"
  say "computing runs under nice -n -20, the daemons under SCHED_FIFO 10 where the kernel allows"
else
  say "ordinary priority; as root there is less of other programs in the figures"
fi

peers=
if command -v "${CC:-cc}" > /dev/null; then
  peers=yes
  flags="-O2 -Wall -Wextra -Wno-format-truncation -Wno-psabi -D_GNU_SOURCE"
  for program in latency footprint hub flood fleet wearables; do
    "${CC:-cc}" $flags "$here/peers/$program.c" -o "$out/$program" -lpthread
  done
  "${CC:-cc}" $flags -O3 "$here/peers/chain.c" -o "$out/chain"
  "${CC:-cc}" $flags -shared -fPIC "$here/peers/count_allocations.c" -o "$out/count_allocations.so"
else
  say "no C compiler: peers, latency, memory and allocations are left out"
fi

boost=
if [ -n "$peers" ] && command -v "${CXX:-c++}" > /dev/null &&
  echo '#include <boost/lockfree/spsc_queue.hpp>' |
    "${CXX:-c++}" -E -x c++ - > /dev/null 2>&1; then
  boost=yes
  "${CXX:-c++}" -std=c++17 -O3 -Wall -Wextra -Wno-unused-function -D_GNU_SOURCE \
    "$here/peers/ring_boost.cpp" -o "$out/ring_boost" -lpthread
else
  say "no boost headers (libboost-dev): the ring stands alone"
fi

round=0
while [ "$round" -lt "$rounds" ]; do
  $fast "$build/release/sinew-bench" --rounds 1 ring | keep
  [ -z "$boost" ] || $fast "$out/ring_boost" 1 | keep
  $fast "$build/release/sinew-bench" --rounds 1 chain decode engine analysis | keep
  [ -z "$peers" ] || $fast "$out/chain" 1 2> /dev/null | keep
  round=$((round + 1))
done

if [ -n "$peers" ]; then
  LD_PRELOAD="$out/count_allocations.so" "$build/release/sinew-bench" --rounds 1 allocations | keep
  "$out/wearables" --bench "$build/release/sinew-bench" --counter "$out/count_allocations.so" \
    --rounds "$rounds" | keep
  "$out/footprint" --sinewd "$build/release/sinewd" --hub "$out/hub" \
    --counter "$out/count_allocations.so" --rounds "$rounds" 2> "$out/daemons.log" | keep
  "$out/latency" --sinewd "$build/release/sinewd" --hub "$out/hub" \
    --rounds "$rounds" 2>> "$out/daemons.log" | keep
  # A Python that knows BrainFlow, such as that of `make peers`, puts it beside the daemon.
  python=${SINEW_BENCH_PYTHON:-python3}
  if command -v "$python" > /dev/null; then
    "$python" -B "$here/peers/terminals.py" --tools "$out" --sinewd "$build/release/sinewd" \
      --rounds "$rounds" 2>> "$out/daemons.log" | keep
  fi
fi

if command -v python3 > /dev/null; then
  python3 "$here/summarise.py" "$results"
else
  say "no python3: no table; the lines are in $results"
fi

#!/bin/bash
# The units as systemd itself judges them: verified without a complaint, and no more exposed than
# their limit, in tenths (`systemd-analyze security`). Skipped in plain sight without systemd-analyze.
set -euo pipefail
cd "$(dirname "$0")/../.."
command -v systemd-analyze >/dev/null || { echo "skipped: no systemd-analyze here"; exit 0; }

# Unit and limit; what stands behind the daemon's points is told in Docs/Operation.md.
limits="sinewd.service:14 sinew-kiosk.service:11 sinew-metrics.service:10 sinew-bridge.service:13"

root=$(mktemp -d)
trap 'rm -rf "$root"' EXIT
mkdir -p "$root"/{usr/bin,usr/lib/sinew,etc/systemd/system,usr/lib/systemd,lib}
# The units it names beside ours are the system's.
cp -r /lib/systemd/system "$root/usr/lib/systemd/system"
ln -s ../usr/lib/systemd "$root/lib/systemd"
cp systemd/*.service systemd/*.socket systemd/*.timer "$root/etc/systemd/system/"
for program in usr/bin/sinewd usr/bin/sinewctl usr/bin/sinew-kiosk usr/bin/sinew-bridge \
  usr/lib/sinew/sinew-bluetooth-launcher usr/bin/kill usr/bin/true usr/sbin/modprobe; do
  install -D -m 0755 /dev/null "$root/$program"
done
ln -s usr/bin "$root/bin"
ln -s usr/sbin "$root/sbin"

units=()
for file in systemd/*.service systemd/*.socket systemd/*.timer; do
  units+=("$(basename "$file")")
done
said=$(systemd-analyze verify --root="$root" --man=no "${units[@]}" 2>&1 | grep -i sinew || true)
[ -z "$said" ] || { echo "$said"; echo "the units have faults"; exit 1; }
echo "verified: ${units[*]}"
for entry in $limits; do
  unit=${entry%:*}
  systemd-analyze security --no-pager --offline=yes --threshold="${entry#*:}" --root="$root" "$unit" |
    tail -1
done

#!/bin/sh
# Makes the machine that `make vm-test` boots from Debian packages alone, as root:
#   build-image.sh OUT    writes OUT/vmlinuz, OUT/initrd.img and OUT/root.img
# It does nothing where they are newer than these scripts. OUT/base.tar and OUT/kernel are kept:
# delete OUT to take newer packages.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
mkdir -p "$1"
cd "$1"

# The suite of this computer: a program built here finds its C library there.
. /etc/os-release
suite=$VERSION_CODENAME
sources=${APT_SOURCES:-/etc/apt/sources.list.d/debian.sources}
[ -e "$sources" ] || sources=/etc/apt/sources.list

# The last line is what the static binaries of sinewd and sinewctl still load.
packages="systemd-sysv,udev,dbus,kmod,python3,busybox-static,\
libudev1,zlib1g,libstdc++6,libbluetooth3,libsqlite3-0,libmosquitto1,libcrypt1,debconf,procps,bluez"
# Modules of the machine, those of its USB host, bridges and gadgets, and those of an adapter that
# speaks HCI on a terminal, with the ciphers that the kernel's Bluetooth asks for.
modules="virtio_pci virtio_blk virtio_console virtio_rng ext4 crc32c_generic 9p 9pnet_virtio autofs4 \
configfs xhci-pci ftdi_sio cdc-acm dummy_hcd libcomposite usb_f_acm hci_uart rfcomm drbg jitterentropy_rng ctr hmac sha512_generic cmac ecb aes_generic"
# What it takes to mount the root disk.
boot_modules="virtio_pci virtio_blk crc32c_generic ext4"

stamp=$(cat "$here/build-image.sh" "$here"/guest/agent.* | sha256sum)
if [ "$(cat stamp 2>/dev/null)" = "$stamp" ]; then exit 0; fi
rm -f stamp

if [ "$(cat base.packages 2>/dev/null)" != "$suite $packages" ]; then
  echo "vm: packages of Debian $suite"
  mmdebstrap --quiet --mode=root --variant=essential --format=tar --include="$packages" \
    --aptopt='APT::Install-Recommends "false"' --dpkgopt=force-unsafe-io \
    --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/doc/*' \
    --dpkgopt='path-exclude=/usr/share/locale/*' "$suite" base.tar "$sources"
  echo "$suite $packages" >base.packages
fi

if [ ! -d kernel ]; then
  echo "vm: kernel"
  rm -rf kernel.new
  mkdir kernel.new
  image=$(apt-cache depends linux-image-amd64 | sed -n 's/.*Depends: //p' | head -1)
  (cd kernel.new && apt-get -qq -o APT::Sandbox::User=root download "$image" &&
    dpkg -x "$image"_*.deb . && rm ./*.deb)
  mv kernel.new kernel
fi
version=$(ls kernel/lib/modules)
depmod -b kernel "$version"
cp "kernel/boot/vmlinuz-$version" vmlinuz

# The files of the named modules and of all they need, in the order to load them.
module_files() {
  for module in "$@"; do
    modprobe -d "$PWD/kernel" -S "$version" --show-depends "$module"
  done | sed -n "s|^insmod $PWD/kernel/\([^ ]*\).*|\1|p" | awk '!seen[$0]++'
}

echo "vm: boot disk"
# Debian's kernel has ext4 and virtio as modules: an initial disk of busybox loads them.
rm -rf initrd
mkdir -p initrd/bin initrd/modules initrd/dev initrd/root
tar -xOf base.tar ./bin/busybox >initrd/bin/busybox 2>/dev/null ||
  tar -xOf base.tar ./usr/bin/busybox >initrd/bin/busybox
# shellcheck disable=SC2086
module_files $boot_modules | while read -r file; do
  cp "kernel/$file" initrd/modules/
  basename "$file"
done >initrd/modules/order
cat >initrd/init <<'INIT'
#!/bin/busybox sh
/bin/busybox mount -t devtmpfs dev /dev
for module in $(/bin/busybox cat /modules/order); do /bin/busybox insmod "/modules/$module"; done
tries=0
while [ ! -b /dev/vda ] && [ $tries -lt 100 ]; do tries=$((tries + 1)); /bin/busybox usleep 50000; done
/bin/busybox mount -t ext4 -o rw,noatime /dev/vda /root
/bin/busybox mount --move /dev /root/dev
exec /bin/busybox switch_root /root /sbin/init
INIT
chmod 755 initrd/bin/busybox initrd/init
(cd initrd && find . | cpio --quiet -o -H newc) >initrd.img
rm -rf initrd

echo "vm: root disk"
rm -rf root
mkdir root
tar -xf base.tar -C root
# shellcheck disable=SC2086
module_files $modules | (cd kernel && xargs cp --parents -t ../root)
cp kernel/lib/modules/"$version"/modules.builtin* kernel/lib/modules/"$version"/modules.order \
  "root/lib/modules/$version/"
depmod -b root "$version"
echo sinew-vm >root/etc/hostname
: >root/etc/machine-id
mkdir -p root/host
echo 'host /host 9p trans=virtio,version=9p2000.L,msize=262144 0 0' >root/etc/fstab
install -m 755 "$here/guest/agent.py" root/usr/local/sbin/vm-agent
install -m 644 "$here/guest/agent.service" root/etc/systemd/system/vm-agent.service
chroot root systemctl -q set-default multi-user.target
chroot root systemctl -q enable vm-agent.service
# Nothing else may run in the machine: it would only cost emulated processor time.
for unit in bluetooth.service getty.target serial-getty@ttyS0.service apt-daily.timer apt-daily-upgrade.timer \
  dpkg-db-backup.timer fstrim.timer e2scrub_all.timer e2scrub_reap.service \
  systemd-update-utmp.service modprobe@drm.service systemd-binfmt.service \
  proc-sys-fs-binfmt_misc.automount; do
  ln -sf /dev/null "root/etc/systemd/system/$unit"
done
# Room for the package twice over: an upgrade unpacks the new one beside the old.
truncate -s "$(($(du -sm root | cut -f1) + 800))M" root.img.new
mke2fs -q -t ext4 -O ^has_journal -E lazy_itable_init=1 -d root root.img.new
mv root.img.new root.img
rm -rf root
echo "$stamp" >stamp

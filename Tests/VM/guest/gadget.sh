#!/bin/sh
# A USB device of our own in the machine, with ids of our choice: dummy_hcd is a host controller
# whose other side are gadgets. What is written to its /dev/ttyGS* is read from a /dev/ttyACM*.
#   gadget.sh make NUMBER VENDOR PRODUCT SERIAL    prints the ttyGS; NUMBER is the socket, 0 to 3
#   gadget.sh plug NUMBER
#   gadget.sh unplug NUMBER
set -eu
gadget=/sys/kernel/config/usb_gadget/$2

case $1 in
make)
  modprobe dummy_hcd num=4
  modprobe usb_f_acm
  mkdir -p "$gadget/strings/0x409" "$gadget/configs/c.1" "$gadget/functions/acm.$2"
  echo "0x$3" >"$gadget/idVendor"
  echo "0x$4" >"$gadget/idProduct"
  echo "$5" >"$gadget/strings/0x409/serialnumber"
  ln -s "$gadget/functions/acm.$2" "$gadget/configs/c.1/"
  echo "/dev/ttyGS$(cat "$gadget/functions/acm.$2/port_num")"
  ;;
plug) echo "dummy_udc.$2" >"$gadget/UDC" ;;
unplug) echo >"$gadget/UDC" ;;
esac

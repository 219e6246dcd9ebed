// <asm/termbits.h> and <termios.h> define the same names, so this file stands alone.
#include "CLinux.h"

#include <asm/ioctls.h>
#include <asm/termbits.h>
#include <errno.h>
#include <linux/serial.h>
#include <linux/tty_flags.h>
#include <sys/ioctl.h>

int sinew_baud_set(int fd, uint32_t baud) {
  struct termios2 settings;
  if (ioctl(fd, TCGETS2, &settings) < 0) return -errno;
  // Input speed too: its CBAUD bits left at zero mean "as output" only without BOTHER there.
  settings.c_cflag &= ~(tcflag_t)(CBAUD | (CBAUD << IBSHIFT));
  settings.c_cflag |= BOTHER | (BOTHER << IBSHIFT);
  settings.c_ispeed = baud;
  settings.c_ospeed = baud;
  return ioctl(fd, TCSETS2, &settings) < 0 ? -errno : 0;
}

int sinew_baud_get(int fd, uint32_t *input, uint32_t *output) {
  struct termios2 settings;
  if (ioctl(fd, TCGETS2, &settings) < 0) return -errno;
  *input = settings.c_ispeed;
  *output = settings.c_ospeed;
  return 0;
}

int sinew_low_latency_set(int fd) {
  struct serial_struct serial;
  if (ioctl(fd, TIOCGSERIAL, &serial) < 0) return -errno;
  serial.flags |= ASYNC_LOW_LATENCY;
  return ioctl(fd, TIOCSSERIAL, &serial) < 0 ? -errno : 0;
}

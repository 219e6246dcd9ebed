// The bytes of an OpenBCI Cyton and a terminal to send them through, written from the board's
// documentation: 33-byte packets A0 | counter | 8 x int24 big-endian | 6 bytes | C0.
#ifndef SINEW_BENCH_CYTON_H
#define SINEW_BENCH_CYTON_H
#include "common.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

#define CYTON_BYTES 33

// Eight channels of rest EMG: noise of a few microvolts, the same in every run. No byte of it is
// the first byte of a packet, so that every packet is decided by its own last byte.
static inline void cyton_packet(unsigned char *packet, uint32_t number) {
  packet[0] = 0xA0;
  packet[1] = (unsigned char)number;
  uint32_t state = number * 2654435761u + 12345u;
  for (int channel = 0; channel < 8; channel++) {
    // The sum of four uniform numbers is near enough to a normal one: 5 uV rms at gain 24.
    int32_t value = 0;
    for (int part = 0; part < 4; part++) {
      state = state * 1664525u + 1013904223u;
      value += (int32_t)(state >> 24) - 128;
    }
    value = value * 3 / 2;
    unsigned char *at = packet + 2 + 3 * channel;
    at[0] = (unsigned char)(value >> 16);
    at[1] = (unsigned char)(value >> 8);
    at[2] = (unsigned char)value;
    for (int byte = 0; byte < 3; byte++) at[byte] = at[byte] == 0xA0 ? 0xA1 : at[byte];
  }
  memset(packet + 26, 0, 6);
  packet[32] = 0xC0;
}

// The master side of a new pseudo-terminal; the slave is held open and raw, so that the master
// never reads an error between two clients.
static inline int terminal_open(char *slave, size_t size) {
  int master = posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0 || grantpt(master) || unlockpt(master) || ptsname_r(master, slave, size)) {
    return -1;
  }
  struct termios raw;
  int held = open(slave, O_RDWR | O_NOCTTY | O_CLOEXEC);
  if (held < 0 || tcgetattr(held, &raw)) return -1;
  cfmakeraw(&raw);
  tcsetattr(held, TCSANOW, &raw);
  fcntl(master, F_SETFL, O_NONBLOCK);
  return master;
}

static inline void write_all(int fd, const void *bytes, size_t count) {
  const char *at = bytes;
  while (count > 0) {
    ssize_t taken = write(fd, at, count);
    if (taken > 0) {
      at += taken;
      count -= (size_t)taken;
    } else if (taken < 0 && errno != EINTR && errno != EAGAIN) {
      return;
    } else {
      struct pollfd room = {fd, POLLOUT, 0};
      poll(&room, 1, 100);
    }
  }
}

// Answers as the board does until it is told to start: true at `b`, false when `seconds` ran out.
static inline bool cyton_greet(int fd, double seconds) {
  static const char banner[] =
      "OpenBCI V3 8-16 channel\r\nOn Board ADS1299 Device ID: 0x3E\r\nLIS3DH Device ID: 0x33\r\n"
      "Firmware: v3.1.2\r\n$$$";
  uint64_t end = now_ns() + (uint64_t)(seconds * 1e9);
  while (now_ns() < end) {
    struct pollfd heard = {fd, POLLIN, 0};
    char command;
    if (poll(&heard, 1, 20) <= 0 || read(fd, &command, 1) != 1) continue;
    if (command == 'v') write_all(fd, banner, sizeof banner - 1);
    if (command == 'b') return true;
  }
  return false;
}
#endif

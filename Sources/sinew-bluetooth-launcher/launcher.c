// Opens the kernel's Bluetooth management socket, gives up every privilege and becomes the program
// it is asked to start:
//
//     sinew-bluetooth-launcher /usr/bin/sinewd ARGUMENTS...
//
// The kernel looks for CAP_NET_ADMIN once, when the socket is bound, and never again; so this needs
// the capability for a millisecond and the daemon never. The descriptor is passed on as systemd
// passes sockets, behind those that are there already, under the name "bluetooth". What can't be
// had is said on standard error, and the program is started all the same: it works without.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

// include/net/bluetooth/hci_sock.h of the kernel; libbluetooth has these too, but a program with a
// capability should have no library it can do without.
enum { BLUETOOTH = 31, HCI = 1, CONTROL_CHANNEL = 3, NO_DEVICE = 0xFFFF };
struct address {
  uint16_t family;
  uint16_t device;
  uint16_t channel;
};

enum { FIRST_PASSED = 3, MOST_PASSED = 15 };
static const char name[] = "bluetooth";

// Descriptors that systemd has passed to this very process; -1 when they make no sense.
static int passed(void) {
  const char *pid = getenv("LISTEN_PID");
  const char *count = getenv("LISTEN_FDS");
  if (!pid || !count || strtol(pid, NULL, 10) != (long)getpid()) return 0;
  char *end;
  long number = strtol(count, &end, 10);
  return *end || end == count || number < 0 || number > MOST_PASSED ? -1 : (int)number;
}

static int open_management(void) {
  int fd = socket(BLUETOOTH, SOCK_RAW | SOCK_NONBLOCK, HCI);
  if (fd < 0) return -1;
  struct address any = {BLUETOOTH, NO_DEVICE, CONTROL_CHANNEL};
  if (bind(fd, (struct sockaddr *)&any, sizeof any) == 0) return fd;
  int code = errno;
  close(fd);
  errno = code;
  return -1;
}

// Puts the descriptor behind the `count` that are passed already, and says so.
static int pass_on(int fd, int count) {
  int place = FIRST_PASSED + count;
  if (fd != place) {
    if (dup2(fd, place) < 0) return -1;
    close(fd);
  }
  const char *names = count > 0 ? getenv("LISTEN_FDNAMES") : "";
  char all[1024];
  int size = names ? snprintf(all, sizeof all, "%s%s%s", names, count > 0 ? ":" : "", name) : -1;
  char number[16], pid[16];
  snprintf(number, sizeof number, "%d", count + 1);
  snprintf(pid, sizeof pid, "%ld", (long)getpid());
  if (size < 0 || size >= (int)sizeof all || setenv("LISTEN_FDNAMES", all, 1) ||
      setenv("LISTEN_FDS", number, 1) || setenv("LISTEN_PID", pid, 1)) {
    close(place);
    errno = EINVAL;
    return -1;
  }
  return 0;
}

// Every capability, and every way to get one back. Returns -1 when any is left.
static int drop_privileges(void) {
  for (int capability = 0; prctl(PR_CAPBSET_READ, capability, 0, 0, 0) >= 0; capability++) {
    // Fails without CAP_SETPCAP; then the bounding set is empty or of no use to us either.
    prctl(PR_CAPBSET_DROP, capability, 0, 0, 0);
  }
  prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct none[2] = {{0, 0, 0}, {0, 0, 0}};
  if (syscall(SYS_capset, &header, none)) return -1;
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
}

int main(int count, char **arguments) {
  if (count < 2) {
    fprintf(stderr, "usage: %s PROGRAM ARGUMENTS...\n", arguments[0] ? arguments[0] : "launcher");
    return 64;
  }
  int before = passed();
  int fd = before < 0 ? -1 : open_management();
  if (before < 0) {
    fprintf(stderr, "LISTEN_FDS makes no sense: starting without Bluetooth management\n");
  } else if (fd < 0) {
    fprintf(stderr, "no Bluetooth management: %s\n", strerror(errno));
  } else if (pass_on(fd, before)) {
    fprintf(stderr, "can't pass on Bluetooth management: %s\n", strerror(errno));
  }
  if (drop_privileges()) {
    fprintf(stderr, "can't give up privileges, so nothing is started: %s\n", strerror(errno));
    return 70;
  }
  execvp(arguments[1], arguments + 1);
  fprintf(stderr, "%s: %s\n", arguments[1], strerror(errno));
  return errno == ENOENT ? 127 : 126;
}

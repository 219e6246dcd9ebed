// Opens the kernel's Bluetooth management socket for the daemon, in one of two ways:
//
//     sinew-bluetooth-launcher                                  from ExecStartPre=+ of the unit
//     sinew-bluetooth-launcher /usr/bin/sinewd ARGUMENTS...     by hand
//
// The kernel looks for CAP_NET_ADMIN once, when the socket is bound, and never again; so this needs
// the capability for a millisecond and the daemon never. In the first way systemd keeps the
// descriptor and gives it to the daemon beside its sockets. In the second it is passed on as systemd
// passes sockets, behind those that are there already, and this program becomes the other one without
// a privilege. The name is "bluetooth" in both. What can't be had is said on standard error, and the
// daemon starts all the same: it works without.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/un.h>
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

// One message to systemd, with a descriptor where `fd` is one (sd_notify(3)).
static int notify(const char *message, int fd) {
  const char *path = getenv("NOTIFY_SOCKET");
  struct sockaddr_un to = {.sun_family = AF_UNIX};
  size_t length = path ? strlen(path) : 0;
  if (length < 2 || length >= sizeof to.sun_path) {
    errno = EDESTADDRREQ;
    return -1;
  }
  memcpy(to.sun_path, path, length);
  if (to.sun_path[0] == '@') to.sun_path[0] = 0;
  struct iovec text = {(void *)message, strlen(message)};
  _Alignas(struct cmsghdr) char control[CMSG_SPACE(sizeof fd)] = {0};
  struct msghdr envelope = {.msg_name = &to,
                            .msg_namelen = offsetof(struct sockaddr_un, sun_path) + length,
                            .msg_iov = &text,
                            .msg_iovlen = 1};
  if (fd >= 0) {
    envelope.msg_control = control;
    envelope.msg_controllen = sizeof control;
    struct cmsghdr *rights = CMSG_FIRSTHDR(&envelope);
    rights->cmsg_level = SOL_SOCKET;
    rights->cmsg_type = SCM_RIGHTS;
    rights->cmsg_len = CMSG_LEN(sizeof fd);
    memcpy(CMSG_DATA(rights), &fd, sizeof fd);
  }
  int post = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (post < 0) return -1;
  ssize_t sent = sendmsg(post, &envelope, MSG_NOSIGNAL);
  int code = errno;
  close(post);
  errno = code;
  return sent < 0 ? -1 : 0;
}

// Gives systemd the descriptor to keep for the daemon. Always 0: Bluetooth is no reason not to start.
static int store(void) {
  // One that a former life of the daemon used is full of answers that nobody waits for.
  int code = notify("FDSTOREREMOVE=1\nFDNAME=bluetooth", -1);
  int fd = code ? -1 : open_management();
  if (fd < 0 || notify("FDSTORE=1\nFDNAME=bluetooth", fd)) {
    fprintf(stderr, "no Bluetooth management: %s\n", strerror(errno));
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
  if (count < 2) return store();
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

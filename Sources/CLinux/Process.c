#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <linux/capability.h>
#include <pthread.h>
#include <sched.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <unistd.h>

int sinew_thread_name(const char *name) {
  char cut[16];
  strncpy(cut, name, sizeof cut - 1);
  cut[sizeof cut - 1] = 0;
  return -pthread_setname_np(pthread_self(), cut);
}

int sinew_thread_pin(int cpu) {
  if (cpu < 0 || cpu >= CPU_SETSIZE) return -EINVAL;
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  return -pthread_setaffinity_np(pthread_self(), sizeof one, &one);
}

// A chain of small frames rather than one big array: a frame larger than the guard page could
// jump over it. The write after the call keeps the compiler from making a loop of it.
static __attribute__((noinline)) void touch_down_to(uintptr_t floor) {
  volatile char page[4096];
  page[0] = 1;
  if ((uintptr_t)page > floor) touch_down_to(floor);
  page[sizeof page - 1] = 1;
}

void sinew_stack_touch(size_t bytes) {
  char here = 0;
  uintptr_t top = (uintptr_t)&here;
  if (bytes < top) touch_down_to(top - bytes);
}

int sinew_may_lock_memory(void) {
  struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {{0}};
  if (syscall(SYS_capget, &header, data) < 0) return -errno;
  return (data[CAP_TO_INDEX(CAP_IPC_LOCK)].effective & CAP_TO_MASK(CAP_IPC_LOCK)) != 0;
}

static uint64_t soft_limit(int which) {
  struct rlimit limit;
  if (getrlimit(which, &limit) < 0) return 0;
  return limit.rlim_cur == RLIM_INFINITY ? UINT64_MAX : limit.rlim_cur;
}

uint64_t sinew_limit_locked_bytes(void) { return soft_limit(RLIMIT_MEMLOCK); }
uint64_t sinew_limit_priority(void) { return soft_limit(RLIMIT_RTPRIO); }

int sinew_peer_get(int fd, struct sinew_peer *peer) {
  struct ucred found;
  socklen_t size = sizeof found;
  if (getsockopt(fd, SOL_SOCKET, SO_PEERCRED, &found, &size) < 0) return -errno;
  peer->pid = found.pid;
  peer->uid = found.uid;
  peer->gid = found.gid;
  return 0;
}

int sinew_accept(int fd) {
  int accepted = accept4(fd, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK);
  return accepted < 0 ? -errno : accepted;
}

int sinew_clock_is_synchronised(void) {
  struct timex state = {0};
  int answer = adjtimex(&state);
  if (answer >= 0) return answer != TIME_ERROR;
  // The service may not ask the kernel (the call that asks is the call that sets); Debian's own time
  // service leaves a note.
  return access("/run/systemd/timesync/synchronized", F_OK) == 0;
}

int sinew_file_mode(int fd) {
  struct stat facts;
  return fstat(fd, &facts) < 0 ? -errno : (int)(facts.st_mode & 07777);
}

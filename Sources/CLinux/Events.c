#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/timerfd.h>

_Static_assert(SINEW_READABLE == EPOLLIN, "epoll bits");
_Static_assert(SINEW_WRITABLE == EPOLLOUT, "epoll bits");
_Static_assert(SINEW_ERROR == EPOLLERR, "epoll bits");
_Static_assert(SINEW_HANG_UP == EPOLLHUP, "epoll bits");
_Static_assert(SINEW_PEER_CLOSED == EPOLLRDHUP, "epoll bits");
_Static_assert(SINEW_EDGE == (uint32_t)EPOLLET, "epoll bits");

static int result(int value) { return value < 0 ? -errno : value; }

int sinew_epoll_open(void) { return result(epoll_create1(EPOLL_CLOEXEC)); }

static int control(int epoll, int operation, int fd, uint32_t interest, uint64_t tag) {
  struct epoll_event event = {.events = interest, .data.u64 = tag};
  return result(epoll_ctl(epoll, operation, fd, &event));
}

int sinew_epoll_add(int epoll, int fd, uint32_t interest, uint64_t tag) {
  return control(epoll, EPOLL_CTL_ADD, fd, interest, tag);
}

int sinew_epoll_modify(int epoll, int fd, uint32_t interest, uint64_t tag) {
  return control(epoll, EPOLL_CTL_MOD, fd, interest, tag);
}

int sinew_epoll_remove(int epoll, int fd) { return control(epoll, EPOLL_CTL_DEL, fd, 0, 0); }

int sinew_epoll_wait(int epoll, struct sinew_event *events, int capacity, int timeout_ms) {
  struct epoll_event ready[SINEW_EVENTS];
  if (capacity > SINEW_EVENTS) capacity = SINEW_EVENTS;
  int count = epoll_wait(epoll, ready, capacity, timeout_ms);
  if (count < 0) return -errno;
  for (int i = 0; i < count; i++) {
    events[i].tag = ready[i].data.u64;
    events[i].ready = ready[i].events;
  }
  return count;
}

int sinew_eventfd_open(void) { return result(eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)); }

int sinew_timerfd_open(void) {
  return result(timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK));
}

static struct timespec from_ns(int64_t ns) {
  if (ns < 0) ns = 0;
  struct timespec time = {.tv_sec = ns / 1000000000, .tv_nsec = ns % 1000000000};
  return time;
}

int sinew_timerfd_set(int fd, int64_t first_ns, int64_t interval_ns) {
  struct itimerspec when = {.it_value = from_ns(first_ns), .it_interval = from_ns(interval_ns)};
  return result(timerfd_settime(fd, TFD_TIMER_ABSTIME, &when, NULL));
}

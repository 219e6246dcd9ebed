// The kernel's interfaces that Swift's Glibc module does not give. A door, not a library: each
// function is one system call or one structure that Swift cannot spell. Every function returns
// zero or a positive result, or the negated errno.
#ifndef SINEW_CLINUX_H
#define SINEW_CLINUX_H

#include <stddef.h>
#include <stdint.h>

// epoll(7). `interest` and `ready` are SINEW_* bits below, equal to the kernel's.
#define SINEW_READABLE 0x001u
#define SINEW_WRITABLE 0x004u
#define SINEW_ERROR 0x008u
#define SINEW_HANG_UP 0x010u
#define SINEW_PEER_CLOSED 0x2000u
// Interest only: tell each event once, not for as long as the descriptor is ready.
#define SINEW_EDGE 0x80000000u

// Most events one wait returns.
#define SINEW_EVENTS 64

// `struct epoll_event` is packed on x86-64 and not elsewhere; this one is the same everywhere.
struct sinew_event {
  uint64_t tag;
  uint32_t ready;
};

int sinew_epoll_open(void);
int sinew_epoll_add(int epoll, int fd, uint32_t interest, uint64_t tag);
int sinew_epoll_modify(int epoll, int fd, uint32_t interest, uint64_t tag);
int sinew_epoll_remove(int epoll, int fd);
// `capacity` at most SINEW_EVENTS; `timeout_ms` -1 waits for ever.
int sinew_epoll_wait(int epoll, struct sinew_event *events, int capacity, int timeout_ms);

// eventfd(2), a counter, close-on-exec and non-blocking.
int sinew_eventfd_open(void);

// timerfd_create(2) on CLOCK_MONOTONIC. `first_ns` is absolute, 0 disarms; `interval_ns` 0 is once.
int sinew_timerfd_open(void);
int sinew_timerfd_set(int fd, int64_t first_ns, int64_t interval_ns);

// termios2: any speed, not only the B* constants. Fails with ENOTTY on what is no terminal.
int sinew_baud_set(int fd, uint32_t baud);
int sinew_baud_get(int fd, uint32_t *input, uint32_t *output);
// ASYNC_LOW_LATENCY; ENOTTY where the driver has no such thing (pty, CDC-ACM).
int sinew_low_latency_set(int fd);

// The calling thread. A name is cut after 15 bytes.
int sinew_thread_name(const char *name);
int sinew_thread_pin(int cpu);
// Writes to each page of the next `bytes` bytes of the stack, so that none faults later.
void sinew_stack_touch(size_t bytes);

// 1 when CAP_IPC_LOCK lifts the limit on locked memory.
int sinew_may_lock_memory(void);
// Soft limits; UINT64_MAX is infinity.
uint64_t sinew_limit_locked_bytes(void);
uint64_t sinew_limit_priority(void);

// 1 when something keeps the system clock right, as adjtimex(2) was told.
int sinew_clock_is_synchronised(void);

// SO_PEERCRED of a connected Unix socket.
struct sinew_peer {
  int32_t pid;
  uint32_t uid;
  uint32_t gid;
};
int sinew_peer_get(int fd, struct sinew_peer *peer);
// accept4(2), close-on-exec and non-blocking.
int sinew_accept(int fd);

// Permission bits of an open file (07777). Swift sees two of `struct stat` once NIO is there.
int sinew_file_mode(int fd);

#endif

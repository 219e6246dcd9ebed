// Eight wearables of 250 notifications a second on socket pairs, one datagram a PDU as on L2CAP: what a
// notification costs from the socket to the frames, by Sinew's reader and by a plain one in C, under the
// same sender in the same run.
//
//   wearables --bench SINEW-BENCH [--counter COUNT_ALLOCATIONS.SO] [--rounds N] [--seconds N]
#include "common.h"
#include <fcntl.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

enum { WEARABLES = 8, RATE = 250, FIRST = 3, WARM_UP = 2000, MOST = 1 << 20 };
static int seconds = 5;

// The wearables: each its own phase, the time of sending in the value.
static void send_all(const int *far) {
  const uint64_t step = 1000000000u / (WEARABLES * RATE);
  uint64_t due = now_ns() + 500000000u;
  for (long number = 0; number < (long)seconds * WEARABLES * RATE; number++, due += step) {
    sleep_until(due);
    unsigned char pdu[19] = {0x1B, 0x2B, 0x00};
    uint64_t sent = now_ns();
    memcpy(pdu + 3, &sent, sizeof sent);
    if (send(far[number % WEARABLES], pdu, sizeof pdu, MSG_NOSIGNAL) < 0) break;
  }
}

struct frame {
  uint64_t arrival;
  uint32_t counter;
  uint16_t device, flags;
  float values[16];
};

// What any C program would do: wait, receive, look the handle up, make two frames of eight channels.
static void read_all(void) {
  static struct frame ring[8192];
  static uint64_t late[MOST];
  size_t count = 0, head = 0;
  int open = WEARABLES, waiter = epoll_create1(0);
  for (int place = 0; place < WEARABLES; place++) {
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)place};
    epoll_ctl(waiter, EPOLL_CTL_ADD, FIRST + place, &event);
  }
  struct timespec before, after;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &before);
  while (open > 0) {
    struct epoll_event events[WEARABLES];
    int ready = epoll_wait(waiter, events, WEARABLES, -1);
    uint64_t arrival = now_ns();
    for (int place = 0; place < ready; place++) {
      unsigned char pdu[512];
      int device = (int)events[place].data.u32;
      ssize_t size = recv(FIRST + device, pdu, sizeof pdu, MSG_DONTWAIT);
      if (size <= 0) {
        epoll_ctl(waiter, EPOLL_CTL_DEL, FIRST + device, NULL);
        open--;
        continue;
      }
      if (size != 19 || pdu[0] != 0x1B || (pdu[1] | pdu[2] << 8) != 0x2B) continue;
      for (int half = 0; half < 2; half++) {
        struct frame *frame = &ring[head++ & 8191];
        *frame = (struct frame){.arrival = arrival, .device = (uint16_t)device};
        for (int channel = 0; channel < 8; channel++)
          frame->values[channel] = (float)(signed char)pdu[3 + 8 * half + channel];
      }
      uint64_t sent;
      memcpy(&sent, pdu + 3, sizeof sent);
      if (count < MOST) late[count++] = now_ns() - sent;
    }
  }
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &after);
  double cpu = (double)(after.tv_sec - before.tv_sec) * 1e9 + (double)(after.tv_nsec - before.tv_nsec);
  size_t skip = count > WARM_UP ? WARM_UP : 0;
  qsort(late + skip, count - skip, sizeof *late, compare_u64);
  emit("wearables", "c-reader", "8x250", "notifications", (double)count);
  emit("wearables", "c-reader", "8x250", "cpu_us_per_notification", cpu / 1e3 / (double)count);
  emit("wearables", "c-reader", "8x250", "p50_us", percentile(late + skip, count - skip, 0.5) / 1e3);
  emit("wearables", "c-reader", "8x250", "p99_us", percentile(late + skip, count - skip, 0.99) / 1e3);
}

// Runs a reader on eight sockets, 3 to 10, and prints what it says; returns its median, us.
static double run(const char *bench, const char *counter) {
  int near[WEARABLES], far[WEARABLES], out[2];
  for (int place = 0; place < WEARABLES; place++) {
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_SEQPACKET, 0, ends) != 0) exit(1);
    // Out of the way of the numbers that the reader finds them under.
    near[place] = fcntl(ends[0], F_DUPFD_CLOEXEC, 100);
    far[place] = fcntl(ends[1], F_DUPFD_CLOEXEC, 100);
    close(ends[0]);
    close(ends[1]);
  }
  if (pipe(out) != 0) exit(1);
  int sink = fcntl(out[1], F_DUPFD_CLOEXEC, 100);
  pid_t reader = fork();
  if (reader == 0) {
    dup2(sink, STDOUT_FILENO);
    for (int place = 0; place < WEARABLES; place++) dup2(near[place], FIRST + place);
    for (int place = 0; place < WEARABLES; place++) close(far[place]);
    if (bench == NULL) {
      read_all();
      _exit(0);
    }
    if (counter) setenv("LD_PRELOAD", counter, 1);
    execl(bench, bench, "--rounds", "1", "wearables", (char *)NULL);
    _exit(127);
  }
  close(out[1]);
  close(sink);
  for (int place = 0; place < WEARABLES; place++) close(near[place]);
  pid_t sender = fork();
  if (sender == 0) {
    send_all(far);
    _exit(0);
  }
  for (int place = 0; place < WEARABLES; place++) close(far[place]);
  FILE *said = fdopen(out[0], "r");
  char line[512];
  double median_us = 0;
  while (fgets(line, sizeof line, said)) {
    fputs(line, stdout);
    char *value = strstr(line, "\"value\":");
    if (strstr(line, "\"p50_us\"") && value) median_us = atof(value + 8);
  }
  fflush(stdout);
  fclose(said);
  waitpid(sender, NULL, 0);
  waitpid(reader, NULL, 0);
  return median_us;
}

int main(int argc, char **argv) {
  const char *bench = NULL, *counter = NULL;
  int rounds = 3;
  for (int place = 1; place + 1 < argc; place += 2) {
    if (strcmp(argv[place], "--bench") == 0) bench = argv[place + 1];
    if (strcmp(argv[place], "--counter") == 0) counter = argv[place + 1];
    if (strcmp(argv[place], "--rounds") == 0) rounds = atoi(argv[place + 1]);
    if (strcmp(argv[place], "--seconds") == 0) seconds = atoi(argv[place + 1]);
  }
  if (bench == NULL) {
    fputs("wearables: --bench names sinew-bench\n", stderr);
    return 2;
  }
  take_priority();
  for (int round = 0; round < rounds; round++) {
    double plain = run(NULL, NULL);
    double ours = run(bench, counter);
    emit("wearables", "sinew", "8x250", "added_p50_us", ours - plain);
  }
  return 0;
}

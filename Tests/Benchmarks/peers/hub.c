// Two daemons that do the least a daemon with Sinew's path can do: Cyton bytes in, the EMG chain,
// one JSON line a packet out to every subscriber of a Unix socket. Nothing else is handled.
//   hub one FEED SOCKET     one thread, one epoll: the limit
//   hub three FEED SOCKET   intake, engine and server thread with a ring and an eventfd between
//                           each two, written to only when the next one sleeps
#include "chain.h"
#include "common.h"
#include "cyton.h"
#include "muscles.h"
#include "parser.h"

#include <stdatomic.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/un.h>

#define CLIENTS 256
static int clients[CLIENTS];
static int client_count;
static int feed, listener;
static struct chain chain;
static uint64_t sequence;

// What crosses the rings: a sample with its counter and arrival.
struct frame {
  float values[8];
  uint64_t arrival;
  uint64_t counter;
  uint64_t spare[2];
};

// MARK: The line

static char *put(char *at, const char *text) {
  size_t length = strlen(text);
  memcpy(at, text, length);
  return at + length;
}

static char *put_integer(char *at, uint64_t value) {
  char digits[20];
  int count = 0;
  do digits[count++] = (char)('0' + value % 10);
  while (value /= 10);
  while (count) *at++ = digits[--count];
  return at;
}

static char *put_decimal(char *at, double value, int places, double scale) {
  uint64_t scaled = value > 0 ? (uint64_t)(value * scale + 0.5) : 0;
  at = put_integer(at, scaled / (uint64_t)scale);
  *at++ = '.';
  char digits[10];
  uint64_t rest = scaled % (uint64_t)scale;
  for (int place = places - 1; place >= 0; place--, rest /= 10) {
    digits[place] = (char)('0' + rest % 10);
  }
  memcpy(at, digits, (size_t)places);
  return at + places;
}

// As long as Sinew's line for the same eight muscles.
static size_t write_line(char *line, const struct frame *frame) {
  char *at = put(line, "{\"kind\":\"activation\",\"seq\":");
  at = put_integer(at, ++sequence);
  at = put(at, ",\"t_signal\":");
  at = put_decimal(at, (double)frame->arrival * 1e-9, 6, 1e6);
  at = put(at, ",\"t_emit\":");
  at = put_decimal(at, (double)now_ns() * 1e-9, 6, 1e6);
  at = put(at, ",\"station\":\"bench\",\"sample\":");
  at = put_integer(at, frame->counter);
  at = put(at, ",\"muscles\":[");
  for (int channel = 0; channel < 8; channel++) {
    at = put(at, channel ? ",{\"muscle\":\"" : "{\"muscle\":\"");
    at = put(at, bench_muscles[channel]);
    at = put(at, "\",\"side\":\"left\",\"level\":");
    at = put_decimal(at, (double)frame->values[channel] * 1e-3, 3, 1e3);
    at = put(at, ",\"active\":false,\"quality\":\"good\"}");
  }
  return (size_t)(put(at, "]}\n") - line);
}

static void publish(const struct frame *frame) {
  char line[2048];
  size_t length = write_line(line, frame);
  for (int index = 0; index < client_count;) {
    ssize_t sent = send(clients[index], line, length, MSG_DONTWAIT | MSG_NOSIGNAL);
    if (sent < 0 && errno != EAGAIN) {
      close(clients[index]);
      clients[index] = clients[--client_count];
    } else {
      index++;
    }
  }
}

static void welcome(void) {
  int client = accept(listener, NULL, NULL);
  if (client < 0) return;
  if (client_count == CLIENTS) {
    close(client);
    return;
  }
  write_all(client, "{\"kind\":\"hello\"}\n", 17);
  clients[client_count++] = client;
}

static void watch(int epoll, int fd) {
  struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
  epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event);
}

static void filter(struct frame *frame) {
  float values[8] __attribute__((aligned(32)));
  memcpy(values, frame->values, sizeof values);
  chain_run(&chain, values, values, 1);
  memcpy(frame->values, values, sizeof values);
}

// MARK: One thread

static void take_alone(void *context, const float *values, unsigned char counter) {
  struct frame frame = {.arrival = *(uint64_t *)context, .counter = counter};
  memcpy(frame.values, values, sizeof frame.values);
  filter(&frame);
  publish(&frame);
}

static void run_alone(void) {
  static struct parser parser;
  unsigned char bytes[512];
  int epoll = epoll_create1(0);
  watch(epoll, feed);
  watch(epoll, listener);
  for (;;) {
    struct epoll_event events[8];
    int count = epoll_wait(epoll, events, 8, -1);
    for (int index = 0; index < count; index++) {
      if (events[index].data.fd == listener) {
        welcome();
        continue;
      }
      uint64_t arrival = now_ns();
      ssize_t got = read(feed, bytes, sizeof bytes);
      if (got > 0) parse(&parser, bytes, (size_t)got, take_alone, &arrival);
    }
  }
}

// MARK: Three threads

#define SLOTS 1024
struct ring {
  _Alignas(128) atomic_size_t head;
  _Alignas(128) atomic_size_t tail;
  _Alignas(128) atomic_uint asleep;
  _Alignas(128) struct frame slots[SLOTS];
  int bell;
};
static struct ring frames, findings;

static void push(struct ring *ring, const struct frame *frame) {
  size_t index = atomic_load_explicit(&ring->head, memory_order_relaxed);
  if (index - atomic_load_explicit(&ring->tail, memory_order_acquire) >= SLOTS) return;
  ring->slots[index % SLOTS] = *frame;
  atomic_store_explicit(&ring->head, index + 1, memory_order_release);
}

static bool pop(struct ring *ring, struct frame *frame) {
  size_t index = atomic_load_explicit(&ring->tail, memory_order_relaxed);
  if (index == atomic_load_explicit(&ring->head, memory_order_acquire)) return false;
  *frame = ring->slots[index % SLOTS];
  atomic_store_explicit(&ring->tail, index + 1, memory_order_release);
  return true;
}

static void ring_bell(struct ring *ring) {
  atomic_thread_fence(memory_order_seq_cst);
  if (!atomic_load_explicit(&ring->asleep, memory_order_relaxed)) return;
  if (!atomic_exchange(&ring->asleep, 0)) return;
  uint64_t one = 1;
  (void)!write(ring->bell, &one, sizeof one);
}

static bool may_sleep(struct ring *ring) {
  atomic_store_explicit(&ring->asleep, 1, memory_order_relaxed);
  atomic_thread_fence(memory_order_seq_cst);
  if (atomic_load_explicit(&ring->head, memory_order_acquire) ==
      atomic_load_explicit(&ring->tail, memory_order_relaxed)) {
    return true;
  }
  atomic_exchange(&ring->asleep, 0);
  return false;
}

static void take_frame(void *context, const float *values, unsigned char counter) {
  struct frame frame = {.arrival = *(uint64_t *)context, .counter = counter};
  memcpy(frame.values, values, sizeof frame.values);
  push(&frames, &frame);
}

static void *run_intake(void *unused) {
  static struct parser parser;
  unsigned char bytes[512];
  int epoll = epoll_create1(0);
  watch(epoll, feed);
  for (;;) {
    struct epoll_event event;
    if (epoll_wait(epoll, &event, 1, -1) <= 0) continue;
    uint64_t arrival = now_ns();
    ssize_t got = read(feed, bytes, sizeof bytes);
    if (got > 0) parse(&parser, bytes, (size_t)got, take_frame, &arrival);
    ring_bell(&frames);
  }
  return unused;
}

static void *run_engine(void *unused) {
  for (;;) {
    struct frame frame;
    while (pop(&frames, &frame)) {
      filter(&frame);
      push(&findings, &frame);
    }
    ring_bell(&findings);
    uint64_t rings;
    if (may_sleep(&frames)) (void)!read(frames.bell, &rings, sizeof rings);
  }
  return unused;
}

static void run_server(void) {
  int epoll = epoll_create1(0);
  watch(epoll, findings.bell);
  watch(epoll, listener);
  for (;;) {
    struct frame frame;
    while (pop(&findings, &frame)) publish(&frame);
    struct epoll_event events[8];
    int count = epoll_wait(epoll, events, 8, may_sleep(&findings) ? -1 : 0);
    for (int index = 0; index < count; index++) {
      uint64_t rings;
      if (events[index].data.fd == listener) welcome();
      else (void)!read(findings.bell, &rings, sizeof rings);
    }
  }
}

static void run_together(void) {
  pthread_t intake, engine;
  frames.bell = eventfd(0, 0);
  findings.bell = eventfd(0, EFD_NONBLOCK);
  pthread_create(&engine, NULL, run_engine, NULL);
  pthread_create(&intake, NULL, run_intake, NULL);
  run_server();
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  feed = open(argv[2], O_RDONLY | O_NONBLOCK | O_NOCTTY);
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", argv[3]);
  unlink(argv[3]);
  listener = socket(AF_UNIX, SOCK_STREAM, 0);
  if (feed < 0 || bind(listener, (struct sockaddr *)&address, sizeof address) ||
      listen(listener, 64)) {
    perror("hub");
    return 1;
  }
  if (strcmp(argv[1], "one") == 0) run_alone();
  else run_together();
}

// A Cyton that sends as fast as it is read, and the least program that reads one.
//   flood emit SECONDS     prints its terminal, serves one client, prints what it took in that time
//   flood read TERMINAL    opens it, starts the board, decodes and filters until SIGTERM
#include "chain.h"
#include "cyton.h"
#include "parser.h"

#include <signal.h>
#include <sys/resource.h>

#define BLOCK 64
static const double warm_up_seconds = 0.5;

static volatile sig_atomic_t stopping;
static void stop(int number) { stopping = number; }

// MARK: The board

// Blocks of packets with counters in a row; 64 divides 256, so four of them are all there are.
static void emit_packets(int fd, double seconds) {
  static unsigned char blocks[4][BLOCK * CYTON_BYTES];
  for (uint32_t packet = 0; packet < 4 * BLOCK; packet++) {
    cyton_packet(blocks[packet / BLOCK] + packet % BLOCK * CYTON_BYTES, packet);
  }
  uint64_t sent = 0, sent_before = 0;
  uint64_t start = now_ns() + (uint64_t)(warm_up_seconds * 1e9), begun = 0;
  uint64_t now = now_ns();
  while (!begun || now - begun < (uint64_t)(seconds * 1e9)) {
    write_all(fd, blocks[sent / BLOCK % 4], sizeof blocks[0]);
    sent += BLOCK;
    now = now_ns();
    if (!begun && now >= start) {
      begun = now;
      sent_before = sent;
    }
  }
  printf(
      "{\"packets\":%llu,\"packets_per_s\":%.6g}\n", (unsigned long long)sent,
      (double)(sent - sent_before) / ((double)(now - begun) * 1e-9));
  fflush(stdout);
}

static int serve(double seconds) {
  char path[100], byte;
  int fd = terminal_open(path, sizeof path);
  if (fd < 0) return 1;
  puts(path);
  fflush(stdout);
  if (!cyton_greet(fd, 30)) return 1;
  puts("started");
  fflush(stdout);
  emit_packets(fd, seconds);
  // The terminal stays until whoever started this has seen what its client counted.
  while (read(0, &byte, 1) > 0) {}
  return 0;
}

// MARK: The reader

struct reader {
  struct chain chain;
  uint64_t packets, gaps;
  int counter;
};

static void take(void *context, const float *values, unsigned char counter) {
  struct reader *reader = context;
  float filtered[8] __attribute__((aligned(32)));
  chain_run(&reader->chain, values, filtered, 1);
  reader->gaps += reader->counter >= 0 && counter != (unsigned char)(reader->counter + 1);
  reader->counter = counter;
  reader->packets++;
}

static int listen_to(const char *path) {
  static struct parser parser;
  static struct reader reader = {.counter = -1};
  unsigned char bytes[2048];
  struct rusage usage;
  int fd = open(path, O_RDWR | O_NOCTTY);
  if (fd < 0 || write(fd, "b", 1) != 1) return 1;
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  while (!stopping) {
    ssize_t got = read(fd, bytes, sizeof bytes);
    if (got > 0) parse(&parser, bytes, (size_t)got, take, &reader);
  }
  getrusage(RUSAGE_SELF, &usage);
  printf(
      "{\"packets\":%llu,\"gaps\":%llu,\"cpu_s\":%.6g}\n", (unsigned long long)reader.packets,
      (unsigned long long)reader.gaps,
      (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
          + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6);
  return 0;
}

int main(int count, char **words) {
  if (count == 3 && strcmp(words[1], "emit") == 0) return serve(atof(words[2]));
  if (count == 3 && strcmp(words[1], "read") == 0) return listen_to(words[2]);
  fprintf(stderr, "usage: flood emit SECONDS | flood read TERMINAL\n");
  return 2;
}

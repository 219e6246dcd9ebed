// Many BITalinos of one channel at 1 kHz, and the least program that reads them all.
//   fleet emit COUNT SECONDS   prints the terminals, streams to whoever starts each board
//   fleet read TERMINAL...     opens them, starts the boards, decodes and filters until SIGTERM
#include "chain.h"
#include "cyton.h"

#include <signal.h>
#include <sys/epoll.h>
#include <sys/resource.h>

#define MOST 64
#define FRAME 3
static const uint64_t period_ns = 1000000;

static volatile sig_atomic_t stopping;
static void stop(int number) { stopping = number; }

// CRC of four bits, polynomial x^4 + x + 1, over the frame with the CRC's own bits taken as 0.
static unsigned crc4(const unsigned char *frame) {
  unsigned crc = 0;
  for (int bit = 0; bit < FRAME * 8; bit++) {
    unsigned char byte = frame[bit / 8];
    if (bit / 8 == FRAME - 1) byte &= 0xF0;
    crc <<= 1;
    if (crc & 0x10) crc ^= 0x13;
    crc ^= byte >> (7 - bit % 8) & 1;
  }
  return crc & 15;
}

// MARK: The boards

struct board {
  int fd;
  bool streaming;
  uint32_t number;
};

// A stop (FF), a question (07), a rate, the start (05): input A1, live.
static void hear(struct board *board) {
  unsigned char bytes[64];
  ssize_t got = read(board->fd, bytes, sizeof bytes);
  for (ssize_t index = 0; index < got; index++) {
    if (bytes[index] == 0x07) write_all(board->fd, "BITalino_v5.2\n", 14);
    if (bytes[index] == 0xFF || bytes[index] == 0x00) board->streaming = false;
    if (bytes[index] == 0x05) {
      board->streaming = true;
      board->number = 0;
    }
  }
}

static void send_frame(struct board *board) {
  // Ten bits of noise about the middle.
  uint32_t state = board->number * 2654435761u + (uint32_t)board->fd;
  unsigned code = 512 - 32 + (state >> 26);
  unsigned char frame[FRAME] = {
      (unsigned char)(code << 2), (unsigned char)(code >> 6),
      (unsigned char)(board->number << 4)};
  frame[2] = (unsigned char)(frame[2] | crc4(frame));
  board->number++;
  write_all(board->fd, frame, sizeof frame);
}

static void stream(struct board *boards, int count, double seconds) {
  uint64_t next = now_ns(), end = 0;
  int running = 0;
  while (!end || next < end) {
    for (int index = 0; index < count; index++) {
      struct board *board = boards + index;
      struct pollfd heard = {board->fd, POLLIN, 0};
      if (!board->streaming && poll(&heard, 1, 0) > 0) {
        hear(board);
        running += board->streaming;
      }
      if (board->streaming) send_frame(board);
    }
    if (running == count && !end) {
      end = next + (uint64_t)(seconds * 1e9);
      puts("streaming");
      fflush(stdout);
    }
    next += period_ns;
    sleep_until(next);
  }
  printf("{\"sent\":[");
  for (int index = 0; index < count; index++) {
    printf("%s%u", index ? "," : "", boards[index].number);
  }
  printf("]}\n");
  fflush(stdout);
}

static int serve(int count, double seconds) {
  static struct board boards[MOST];
  char path[100], byte;
  for (int index = 0; index < count; index++) {
    boards[index].fd = terminal_open(path, sizeof path);
    if (boards[index].fd < 0) return 1;
    puts(path);
  }
  fflush(stdout);
  stream(boards, count, seconds);
  while (read(0, &byte, 1) > 0) {}
  return 0;
}

// MARK: The reader

struct line {
  int fd;
  unsigned char held[FRAME];
  int have, counter;
  struct chain chain;
  uint64_t frames, gaps;
};

static void take(struct line *line, const unsigned char *bytes, ssize_t count) {
  for (ssize_t index = 0; index < count; index++) {
    line->held[line->have++] = bytes[index];
    if (line->have < FRAME) continue;
    if ((line->held[2] & 15) != crc4(line->held)) {
      memmove(line->held, line->held + 1, FRAME - 1);
      line->have = FRAME - 1;
      continue;
    }
    int counter = line->held[2] >> 4;
    float values[8] __attribute__((aligned(32))) = {
        (float)((line->held[1] & 15) << 6 | line->held[0] >> 2)};
    chain_run(&line->chain, values, values, 1);
    line->gaps += line->counter >= 0 && counter != (line->counter + 1) % 16;
    line->counter = counter;
    line->frames++;
    line->have = 0;
  }
}

static void print(const struct line *lines, int count) {
  struct rusage usage;
  uint64_t frames = 0, gaps = 0;
  for (int index = 0; index < count; index++) {
    frames += lines[index].frames;
    gaps += lines[index].gaps;
  }
  getrusage(RUSAGE_SELF, &usage);
  printf(
      "{\"frames\":%llu,\"gaps\":%llu,\"cpu_s\":%.6g}\n", (unsigned long long)frames,
      (unsigned long long)gaps,
      (double)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec)
          + (double)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec) * 1e-6);
}

static int listen_to(char **paths, int count) {
  static struct line lines[MOST];
  unsigned char bytes[512];
  int epoll = epoll_create1(0);
  for (int index = 0; index < count; index++) {
    lines[index].fd = open(paths[index], O_RDWR | O_NOCTTY);
    lines[index].counter = -1;
    struct epoll_event event = {.events = EPOLLIN, .data.u32 = (uint32_t)index};
    if (epoll_ctl(epoll, EPOLL_CTL_ADD, lines[index].fd, &event)) return 1;
    if (write(lines[index].fd, "\xC3\x05", 2) != 2) return 1;
  }
  struct sigaction action = {.sa_handler = stop};
  sigaction(SIGTERM, &action, NULL);
  while (!stopping) {
    struct epoll_event events[MOST];
    int ready = epoll_wait(epoll, events, MOST, -1);
    for (int index = 0; index < ready; index++) {
      struct line *line = lines + events[index].data.u32;
      take(line, bytes, read(line->fd, bytes, sizeof bytes));
    }
  }
  print(lines, count);
  return 0;
}

int main(int count, char **words) {
  if (count == 4 && strcmp(words[1], "emit") == 0 && atoi(words[2]) <= MOST) {
    return serve(atoi(words[2]), atof(words[3]));
  }
  if (count > 2 && strcmp(words[1], "read") == 0 && count - 2 <= MOST) {
    return listen_to(words + 2, count - 2);
  }
  fprintf(stderr, "usage: fleet emit COUNT SECONDS | fleet read TERMINAL...\n");
  return 2;
}

// limit-c: the EMG chain and the Cyton parser in plain C, beside `sinew-bench chain decode`.
//   chain [ROUNDS]
#include "chain.h"
#include "common.h"
#include "cyton.h"
#include "parser.h"

#define SAMPLES 4096
static float in[SAMPLES * 8] __attribute__((aligned(64)));
static float out[SAMPLES * 8] __attribute__((aligned(64)));

static void time_chain(int block) {
  struct chain chain = {0};
  double times[41];
  for (int run = 0; run < 41; run++) {
    uint64_t start = now_ns();
    for (int at = 0; at + block <= SAMPLES; at += block) {
      chain_run(&chain, in + at * 8, out + at * 8, block);
    }
    times[run] = (double)(now_ns() - start) / SAMPLES / 8;
  }
  char name[32];
  snprintf(name, sizeof name, "block%d", block);
  emit("dsp", "limit-c", name, "ns_per_channel_sample", median(times, 41));
}

static uint64_t checksum;
static void take(void *context, const float *values, unsigned char counter) {
  (void)context;
  uint32_t bits;
  memcpy(&bits, values + 7, 4);
  checksum += counter + bits;
}

static void time_parser(int chunk) {
  static unsigned char bytes[SAMPLES * CYTON_BYTES];
  for (uint32_t number = 0; number < SAMPLES; number++) {
    cyton_packet(bytes + number * CYTON_BYTES, number);
  }
  struct parser parser = {.count = 0};
  double times[41];
  for (int run = 0; run < 41; run++) {
    uint64_t start = now_ns();
    for (size_t at = 0; at < sizeof bytes; at += (size_t)chunk) {
      size_t rest = sizeof bytes - at;
      parse(&parser, bytes + at, rest < (size_t)chunk ? rest : (size_t)chunk, take, NULL);
    }
    times[run] = (double)(now_ns() - start) / SAMPLES;
  }
  char name[32];
  snprintf(name, sizeof name, "cyton/chunk%d", chunk);
  emit("decode", "limit-c", name, "ns_per_packet", median(times, 41));
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1;
  uint64_t state = 1;
  for (int index = 0; index < SAMPLES * 8; index++) {
    state = state * 6364136223846793005u + 1442695040888963407u;
    in[index] = (float)(int32_t)(state >> 33) * 0x1p-31f * 1.7f;
  }
  for (int round = 0; round < rounds; round++) {
    time_chain(1);
    time_chain(8);
    time_chain(32);
    time_chain(256);
    time_parser(33);
    time_parser(512);
  }
  fprintf(stderr, "# checksum %llu\n", (unsigned long long)checksum);
  return 0;
}

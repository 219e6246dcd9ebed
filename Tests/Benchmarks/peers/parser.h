// A Cyton parser that looks at the first and the last byte and begins again one byte further when
// they are wrong: the least that can be called a decoder.
#ifndef SINEW_BENCH_PARSER_H
#define SINEW_BENCH_PARSER_H
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct parser {
  unsigned char bytes[4096];
  size_t count;
};

typedef void (*parsed)(void *context, const float *microvolts, unsigned char counter);

static inline void parse(
    struct parser *parser, const unsigned char *bytes, size_t count, parsed take, void *context) {
  memcpy(parser->bytes + parser->count, bytes, count);
  parser->count += count;
  size_t at = 0;
  while (parser->count - at >= 33) {
    const unsigned char *packet = parser->bytes + at;
    if (packet[0] != 0xA0 || (packet[32] & 0xF0) != 0xC0) {
      at++;
      continue;
    }
    float values[8] __attribute__((aligned(32)));
    for (int channel = 0; channel < 8; channel++) {
      const unsigned char *word = packet + 2 + 3 * channel;
      uint32_t high = (uint32_t)word[0] << 24 | (uint32_t)word[1] << 16 | (uint32_t)word[2] << 8;
      values[channel] = (float)((int32_t)high >> 8) * 0.02235174f;
    }
    take(context, values, packet[1]);
    at += 33;
  }
  memmove(parser->bytes, parser->bytes + at, parser->count - at);
  parser->count -= at;
}
#endif

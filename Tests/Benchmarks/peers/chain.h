// The EMG chain as fast as plain C gives it, one vector of eight channels a sample: band pass of
// four biquads, notch, |x|, low pass; the coefficients of ChainBench.swift.
#ifndef SINEW_BENCH_CHAIN_H
#define SINEW_BENCH_CHAIN_H
#include <string.h>

#define SECTIONS 6
typedef float v8f __attribute__((vector_size(32)));
typedef int v8i __attribute__((vector_size(32)));

static const double chain_coefficients[SECTIONS][5] = {
    {0.55979397536366227, 1.1195879507273245, 0.55979397536366227, 1.4727072982383067,
     0.55121941618826831},
    {1, -2, 1, -1.7752257071398869, 0.78983101294697045},
    {1, 2, 1, 1.7030669044124951, 0.79122057160384041},
    {1, -2, 1, -1.8945661105555831, 0.90970982954265256},
    {0.99479123765937694, -1.8922053778585424, 0.99479123765937694, -1.8922053778585421,
     0.98958247531875376},
    {0.00034604133763910385, 0.00069208267527820771, 0.00034604133763910385,
     -1.9466975407561833, 0.9480817061067397}};

struct chain {
  v8f z[SECTIONS][2];
};

// `in` and `out`: frames of eight floats, aligned to 32 bytes.
static __attribute__((noinline)) void chain_run(
    struct chain *chain, const float *in, float *out, int count) {
  v8f z[SECTIONS][2];
  memcpy(z, chain->z, sizeof z);
  for (int index = 0; index < count; index++) {
    v8f x;
    memcpy(&x, in + index * 8, sizeof x);
#pragma GCC unroll 6
    for (int k = 0; k < SECTIONS; k++) {
      const double *c = chain_coefficients[k];
      if (k == SECTIONS - 1) x = (v8f)((v8i)x & 0x7fffffff);
      v8f y = (float)c[0] * x + z[k][0];
      z[k][0] = ((float)c[1] * x + z[k][1]) - (float)c[3] * y;
      z[k][1] = (float)c[2] * x - (float)c[4] * y;
      x = y;
    }
    memcpy(out + index * 8, &x, sizeof x);
  }
  memcpy(chain->z, z, sizeof z);
}
#endif

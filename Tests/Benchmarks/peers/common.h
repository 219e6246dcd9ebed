// What every C measurement shares: clock, pinning, percentiles, and one JSON line a figure in the
// form {"bench":..,"impl":..,"case":..,"metric":..,"value":..}.
#ifndef SINEW_BENCH_COMMON_H
#define SINEW_BENCH_COMMON_H
#ifndef _GNU_SOURCE
#define _GNU_SOURCE
#endif
#include <pthread.h>
#include <sched.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static inline uint64_t now_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

static inline void sleep_until(uint64_t ns) {
  struct timespec t = {(time_t)(ns / 1000000000u), (long)(ns % 1000000000u)};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &t, NULL) != 0) {}
}

static inline void sleep_s(double seconds) { sleep_until(now_ns() + (uint64_t)(seconds * 1e9)); }

static inline void pin(int cpu) {
  cpu_set_t one;
  CPU_ZERO(&one);
  CPU_SET(cpu, &one);
  pthread_setaffinity_np(pthread_self(), sizeof one, &one);
}

static inline void emit(
    const char *bench, const char *impl, const char *name, const char *metric, double value) {
  printf(
      "{\"bench\":\"%s\",\"impl\":\"%s\",\"case\":\"%s\",\"metric\":\"%s\",\"value\":%.6g}\n",
      bench, impl, name, metric, value);
  fflush(stdout);
}

static inline int compare_u64(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return x < y ? -1 : x > y;
}

static inline int compare_double(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

// Of sorted values.
static inline double percentile(const uint64_t *sorted, size_t count, double share) {
  if (count == 0) return 0;
  size_t index = (size_t)(share * (double)(count - 1) + 0.5);
  return (double)sorted[index < count ? index : count - 1];
}

static inline double median(double *values, size_t count) {
  qsort(values, count, sizeof *values, compare_double);
  return count ? values[count / 2] : 0;
}

// A real-time priority where this process may have one (children inherit it), else the best nice
// value, else nothing; says which on a line that no summary takes for a figure.
static inline void take_priority(void) {
  struct sched_param wish = {.sched_priority = 10};
  if (sched_setscheduler(0, SCHED_FIFO, &wish) == 0) {
    puts("# priority: SCHED_FIFO 10, for this program and every program it starts");
  } else {
    puts("# priority: ordinary; start it as root for figures with less of other programs in them");
  }
  fflush(stdout);
}
#endif

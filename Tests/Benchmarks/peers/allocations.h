// The table that count_allocations.c fills and measure.c reads.
#ifndef SINEW_BENCH_ALLOCATIONS_H
#define SINEW_BENCH_ALLOCATIONS_H

#define ALLOCATION_THREADS 256

struct allocation_entry {
  int thread;
  unsigned long count;
};

struct allocations {
  unsigned used;
  struct allocation_entry entries[ALLOCATION_THREADS];
};
#endif

// Counts heap allocations by thread. Preloaded before a program:
//   LD_PRELOAD=count_allocations.so SINEW_ALLOCATIONS=FILE program
// FILE is mapped and holds one entry a thread, for a look from another process at any time; a
// program may also ask for its own calling thread by sinew_allocations_here().
#include "allocations.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

void *__libc_malloc(size_t);
void *__libc_calloc(size_t, size_t);
void *__libc_realloc(void *, size_t);
void *__libc_memalign(size_t, size_t);

static struct allocations private_table;
static struct allocations *table = &private_table;
static __thread struct allocation_entry *mine __attribute__((tls_model("initial-exec")));

__attribute__((constructor)) static void share(void) {
  const char *path = getenv("SINEW_ALLOCATIONS");
  int fd = path ? open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600) : -1;
  if (fd < 0 || ftruncate(fd, sizeof *table)) return;
  void *shared = mmap(NULL, sizeof *table, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (shared != MAP_FAILED) table = shared;
  close(fd);
}

static void count(void) {
  if (!mine) {
    unsigned index = __atomic_fetch_add(&table->used, 1, __ATOMIC_RELAXED);
    mine = &table->entries[index < ALLOCATION_THREADS ? index : ALLOCATION_THREADS - 1];
    mine->thread = (int)syscall(SYS_gettid);
  }
  __atomic_fetch_add(&mine->count, 1, __ATOMIC_RELAXED);
}

unsigned long sinew_allocations_here(void) {
  return mine ? __atomic_load_n(&mine->count, __ATOMIC_RELAXED) : 0;
}

void *malloc(size_t size) {
  count();
  return __libc_malloc(size);
}

void *calloc(size_t number, size_t size) {
  count();
  return __libc_calloc(number, size);
}

void *realloc(void *old, size_t size) {
  count();
  return __libc_realloc(old, size);
}

void *memalign(size_t alignment, size_t size) {
  count();
  return __libc_memalign(alignment, size);
}

void *aligned_alloc(size_t alignment, size_t size) { return memalign(alignment, size); }

int posix_memalign(void **result, size_t alignment, size_t size) {
  void *made = memalign(alignment, size);
  if (!made) return ENOMEM;
  *result = made;
  return 0;
}

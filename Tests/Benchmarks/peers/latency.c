// From the last byte of a packet to the feedback line that carries its sample, for sinewd and two
// C daemons side by side.
//   latency --sinewd PATH --hub PATH [--rounds N] [--count N] [--case NAME] [--other PATH]
// `--other` names another build of sinewd to put beside this one.
//
// All daemons run at once and each gets a packet every 4 ms, as a Cyton sends them; their turns lie
// 1 ms apart and change from round to round, so that whatever the machine does meets all alike.
// Packets come through a named pipe or a pseudo-terminal. The pipe leaves out the kernel worker
// behind every terminal, so its tail is the daemon's own. `awake`: a process that runs only when
// nothing else wants to keeps every core from being halted; a halted core of a virtual machine
// takes the host some 20-100 us to wake, which would drown the programs compared.
#include "daemon.h"

#include <stdatomic.h>

#define SKIPPED 250
#define MOST 4

struct bench_case {
  const char *name;
  bool is_terminal, is_awake;
};

#define CASES 4
static const struct bench_case cases[CASES] = {
    {.name = "fifo/250Hz"},
    {.name = "fifo/250Hz/awake", .is_awake = true},
    {.name = "pty/250Hz", .is_terminal = true},
    {.name = "pty/250Hz/awake", .is_terminal = true, .is_awake = true}};

struct contender {
  const char *name;
  const char *mode;    // of the hub; NULL for sinewd
  const char *sinewd;  // NULL for the hub
  // The run under way.
  struct daemon daemon;
  int feed;
  double cpu_before;
  _Atomic uint64_t *sent, *seen;
  atomic_uint newest;
  char bytes[65536];
  size_t held;
  // All rounds of a case.
  uint64_t *pooled[CASES];
  size_t pooled_count[CASES];
};

static struct contender contenders[MOST] = {
    {.name = "sinew"},
    {.name = "limit-c-one-thread", .mode = "one"},
    {.name = "c-three-threads", .mode = "three"},
    {.name = "sinew-other"}};
static int contender_count = 3;

static const char *hub;
static int rounds = 5;
static uint32_t count = 2000;
static atomic_bool stopping;

// MARK: Listening

// The number of a line's packet: the newest one sent whose counter byte is the line's.
static void take_line(struct contender *one, const char *line, uint64_t now) {
  const char *found = strstr(line, "\"sample\":");
  if (!found) return;
  uint32_t last = atomic_load(&one->newest);
  uint32_t number = last - ((last - (uint32_t)atoi(found + 9)) & 255);
  if (number < count && atomic_load(&one->sent[number]) && !atomic_load(&one->seen[number])) {
    atomic_store(&one->seen[number], now);
  }
}

static void take_bytes(struct contender *one) {
  ssize_t got =
      read(one->daemon.subscriber, one->bytes + one->held, sizeof one->bytes - 1 - one->held);
  uint64_t now = now_ns();
  if (got <= 0) return;
  one->held += (size_t)got;
  char *line = one->bytes, *end;
  while ((end = memchr(line, '\n', one->held - (size_t)(line - one->bytes)))) {
    *end = 0;
    take_line(one, line, now);
    line = end + 1;
  }
  one->held -= (size_t)(line - one->bytes);
  memmove(one->bytes, line, one->held);
}

static void *listen_to_all(void *unused) {
  struct pollfd ready[MOST];
  while (!atomic_load(&stopping)) {
    for (int index = 0; index < contender_count; index++) {
      ready[index] = (struct pollfd){contenders[index].daemon.subscriber, POLLIN, 0};
    }
    if (poll(ready, (nfds_t)contender_count, 100) <= 0) continue;
    for (int index = 0; index < contender_count; index++) {
      if (ready[index].revents) take_bytes(&contenders[index]);
    }
  }
  return unused;
}

// MARK: Feeding

static void feed_all(int round, bool is_terminal) {
  unsigned char packet[CYTON_BYTES];
  uint64_t start = now_ns() + 10000000;
  for (uint32_t number = 0; number < count; number++) {
    cyton_packet(packet, number);
    for (int turn = 0; turn < contender_count; turn++) {
      struct contender *one = &contenders[(turn + round) % contender_count];
      sleep_until(start + (uint64_t)number * 4000000 + (uint64_t)turn * 1000000);
      atomic_store(&one->newest, number);
      atomic_store(&one->sent[number], now_ns());
      write_all(one->feed, packet, sizeof packet);
      char answer[64];
      if (is_terminal && number % 16 == 0) (void)!read(one->feed, answer, sizeof answer);
      if (number == SKIPPED) one->cpu_before = cpu_ns_of(one->daemon.pid);
    }
  }
  sleep_s(0.2);
}

static void begin(struct contender *one, bool is_terminal) {
  char path[200], address[220], configuration[240], socket_path[240], name[40];
  snprintf(name, sizeof name, "%s.fifo", one->name);
  in_folder(path, sizeof path, name);
  unlink(path);
  one->feed = is_terminal              ? terminal_open(path, sizeof path)
              : mkfifo(path, 0600) < 0 ? -1
                                       : open(path, O_RDWR | O_NONBLOCK);
  if (one->feed < 0) {
    perror(path);
    exit(1);
  }
  fcntl(one->feed, F_SETFD, FD_CLOEXEC);
  memset((void *)one->sent, 0, count * sizeof *one->sent);
  memset((void *)one->seen, 0, count * sizeof *one->seen);
  one->held = 0;
  if (one->mode) {
    snprintf(name, sizeof name, "%s.sock", one->name);
    in_folder(socket_path, sizeof socket_path, name);
    char *command[] = {(char *)hub, (char *)one->mode, path, socket_path, NULL};
    one->daemon = start_daemon(command, socket_path, NULL);
    return;
  }
  snprintf(address, sizeof address, "%s%s", is_terminal ? "" : "fifo:", path);
  write_configuration(one->name, address, NULL, 250, configuration, socket_path);
  char *command[] = {(char *)one->sinewd, "--config", configuration, NULL};
  one->daemon = start_daemon(command, socket_path, NULL);
  static const char wish[] = "{\"subscribe\":[\"activation\"]}\n";
  write_all(one->daemon.subscriber, wish, sizeof wish - 1);
  if (is_terminal && !cyton_greet(one->feed, 10)) {
    fprintf(stderr, "sinewd did not start the emulated board\n");
    exit(1);
  }
}

static void finish(struct contender *one, int which) {
  double cpu_ns = cpu_ns_of(one->daemon.pid) - one->cpu_before;
  const char *name = cases[which].name;
  uint64_t *delays = one->pooled[which] + one->pooled_count[which];
  size_t found = 0;
  for (uint32_t number = SKIPPED; number < count; number++) {
    if (one->seen[number]) delays[found++] = one->seen[number] - one->sent[number];
  }
  one->pooled_count[which] += found;
  qsort(delays, found, sizeof *delays, compare_u64);
  double asked = count - SKIPPED;
  emit("latency", one->name, name, "p50_us", percentile(delays, found, 0.5) / 1e3);
  emit("latency", one->name, name, "p99_us", percentile(delays, found, 0.99) / 1e3);
  emit("latency", one->name, name, "cpu_us_per_event", cpu_ns / 1e3 / asked);
  emit("latency", one->name, name, "delivered_share", (double)found / asked);
  stop_daemon(&one->daemon);
  close(one->feed);
}

static void run(int round, int which) {
  for (int index = 0; index < contender_count; index++) {
    begin(&contenders[index], cases[which].is_terminal);
  }
  sleep_s(0.5);
  atomic_store(&stopping, false);
  pthread_t listener;
  pthread_create(&listener, NULL, listen_to_all, NULL);
  feed_all(round, cases[which].is_terminal);
  atomic_store(&stopping, true);
  pthread_join(listener, NULL);
  for (int index = 0; index < contender_count; index++) finish(&contenders[index], which);
}

// MARK: Cores that never halt

#define MOST_CORES 64
static pid_t wakers[MOST_CORES];

static void keep_awake(bool is_wanted) {
  long cores = sysconf(_SC_NPROCESSORS_ONLN);
  for (int core = 0; core < cores && core < MOST_CORES; core++) {
    if (is_wanted && !wakers[core]) {
      wakers[core] = fork();
      if (wakers[core] == 0) {
        struct sched_param none = {.sched_priority = 0};
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        pin(core);
        if (sched_setscheduler(0, SCHED_IDLE, &none)) _exit(1);
        for (;;) {}
      }
    } else if (!is_wanted && wakers[core]) {
      kill(wakers[core], SIGKILL);
      waitpid(wakers[core], NULL, 0);
      wakers[core] = 0;
    }
  }
}

static void report_tails(void) {
  for (int index = 0; index < contender_count; index++) {
    for (int which = 0; which < CASES; which++) {
      struct contender *one = &contenders[index];
      size_t found = one->pooled_count[which];
      if (found == 0) continue;
      qsort(one->pooled[which], found, sizeof(uint64_t), compare_u64);
      double tail = percentile(one->pooled[which], found, 0.999) / 1e3;
      emit("latency", one->name, cases[which].name, "p999_us", tail);
    }
  }
}

int main(int argc, char **argv) {
  const char *wanted = "";
  for (int index = 1; index + 1 < argc; index += 2) {
    const char *value = argv[index + 1];
    if (!strcmp(argv[index], "--hub")) hub = value;
    if (!strcmp(argv[index], "--rounds")) rounds = atoi(value);
    if (!strcmp(argv[index], "--count")) count = (uint32_t)atoi(value);
    if (!strcmp(argv[index], "--case")) wanted = value;
    if (!strcmp(argv[index], "--sinewd")) contenders[0].sinewd = value;
    if (!strcmp(argv[index], "--other")) {
      contenders[3].sinewd = value;
      contender_count = 4;
    }
  }
  if (!contenders[0].sinewd || !hub || rounds < 1 || count <= SKIPPED) {
    fprintf(stderr, "latency --sinewd PATH --hub PATH [--rounds N] [--count N > %d]\n", SKIPPED);
    fprintf(stderr, "        [--case NAME] [--other PATH]\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  take_priority();
  bench_folder();
  atexit(remove_folder);
  for (int index = 0; index < contender_count; index++) {
    contenders[index].sent = calloc(count, sizeof(uint64_t));
    contenders[index].seen = calloc(count, sizeof(uint64_t));
    for (int which = 0; which < CASES; which++) {
      contenders[index].pooled[which] = calloc((size_t)rounds * count, sizeof(uint64_t));
    }
  }
  for (int round = 0; round < rounds; round++) {
    for (int which = 0; which < CASES; which++) {
      if (!strstr(cases[which].name, wanted)) continue;
      keep_awake(cases[which].is_awake);
      run(round, which);
    }
  }
  keep_awake(false);
  report_tails();
  return 0;
}

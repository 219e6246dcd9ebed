// What sinewd costs beside its work: time to start, memory with two devices, wake-ups and CPU when
// nothing streams, and heap allocations while it streams.
//   footprint --sinewd PATH --hub PATH --counter SO [--rounds N] [--seconds S]
#include "allocations.h"
#include "daemon.h"

#include <stdatomic.h>
#include <sys/mman.h>

static const char *sinewd, *hub, *counter;
static int rounds = 5;
static double seconds = 10;

static struct daemon start_sinewd(
    const char *cyton, const char *motion, double activation_hz, const char *preload) {
  char configuration[240], socket_path[240];
  write_configuration("sinew", cyton, motion, activation_hz, configuration, socket_path);
  char *command[] = {(char *)sinewd, "--config", configuration, NULL};
  return start_daemon(command, socket_path, preload);
}

// MARK: Two devices

struct devices {
  int cyton, motion;
  char cyton_path[100], motion_path[100];
  int subscriber;
  atomic_bool stopping;
  atomic_uint lines;
};

static struct devices open_devices(void) {
  struct devices devices = {.stopping = false};
  devices.cyton = terminal_open(devices.cyton_path, sizeof devices.cyton_path);
  devices.motion = terminal_open(devices.motion_path, sizeof devices.motion_path);
  if (devices.cyton < 0 || devices.motion < 0) {
    perror("pseudo-terminal");
    exit(1);
  }
  fcntl(devices.cyton, F_SETFD, FD_CLOEXEC);
  fcntl(devices.motion, F_SETFD, FD_CLOEXEC);
  return devices;
}

// Acceleration and turn rate of a sensor at rest: 55 | kind | three int16 little-endian, a
// temperature | sum of the first ten bytes.
static void write_motion(int fd) {
  unsigned char frames[22] = {0x55, 0x51, 0, 0, 0, 0, 0, 8, 0, 0, 0, 0x55, 0x52};
  for (int frame = 0; frame < 22; frame += 11) {
    unsigned char sum = 0;
    for (int index = 0; index < 10; index++) sum = (unsigned char)(sum + frames[frame + index]);
    frames[frame + 10] = sum;
  }
  write_all(fd, frames, sizeof frames);
}

// A Cyton at 250 Hz and a WitMotion at 100 Hz.
static void *stream(void *argument) {
  struct devices *devices = argument;
  unsigned char packet[CYTON_BYTES];
  uint64_t next = now_ns();
  for (uint32_t number = 0; !atomic_load(&devices->stopping); number++) {
    next += 4000000;
    sleep_until(next);
    cyton_packet(packet, number);
    write_all(devices->cyton, packet, sizeof packet);
    if (number % 5 == 0 || number % 5 == 2) write_motion(devices->motion);
  }
  return NULL;
}

// Takes every line, as a subscriber does that keeps up.
static void *take_lines(void *argument) {
  struct devices *devices = argument;
  static char bytes[65536];
  while (!atomic_load(&devices->stopping)) {
    struct pollfd ready = {devices->subscriber, POLLIN, 0};
    if (poll(&ready, 1, 100) <= 0) continue;
    ssize_t got = read(devices->subscriber, bytes, sizeof bytes);
    if (got <= 0) break;
    for (ssize_t index = 0; index < got; index++) devices->lines += bytes[index] == '\n';
  }
  return NULL;
}

// Runs sinewd on both devices with one subscriber, `look`s at it, and ends it.
static void with_streams(
    double activation_hz, const char *preload, void (*look)(struct daemon *, struct devices *)) {
  struct devices devices = open_devices();
  struct daemon daemon =
      start_sinewd(devices.cyton_path, devices.motion_path, activation_hz, preload);
  devices.subscriber = daemon.subscriber;
  pthread_t streamer, listener;
  pthread_create(&listener, NULL, take_lines, &devices);
  // The motion sensor speaks unasked; without bytes it is taken for another device.
  uint64_t end = now_ns() + 10000000000u;
  bool is_started = false;
  while (!is_started && now_ns() < end) {
    for (int frame = 0; frame < 4; frame++) write_motion(devices.motion);
    is_started = cyton_greet(devices.cyton, 0.05);
  }
  if (!is_started) fprintf(stderr, "sinewd did not start the emulated board\n");
  pthread_create(&streamer, NULL, stream, &devices);
  // Rest is learned, buffers have grown to their size, pages are touched.
  sleep_s(5);
  look(&daemon, &devices);
  atomic_store(&devices.stopping, true);
  pthread_join(streamer, NULL);
  pthread_join(listener, NULL);
  emit("footprint", "sinew", "two-devices", "sigterm_to_end_ms", stop_daemon(&daemon) * 1e3);
  close(devices.cyton);
  close(devices.motion);
}

static void look_at_memory(struct daemon *daemon, struct devices *devices) {
  const char *name = "two-devices";
  unsigned lines = devices->lines;
  double before = cpu_ns_of(daemon->pid);
  sleep_s(seconds);
  double used = cpu_ns_of(daemon->pid) - before;
  emit("footprint", "sinew", name, "lines_per_s", (devices->lines - lines) / seconds);
  emit("footprint", "sinew", name, "cpu_percent", used / seconds / 1e7);
  emit("footprint", "sinew", name, "rss_kib", process_field(daemon->pid, "status", "VmRSS:"));
  emit("footprint", "sinew", name, "rss_anon_kib", process_field(daemon->pid, "status", "RssAnon:"));
  emit("footprint", "sinew", name, "pss_kib", process_field(daemon->pid, "smaps_rollup", "Pss:"));
  emit("footprint", "sinew", name, "threads", process_field(daemon->pid, "status", "Threads:"));
}

// MARK: Allocations

static struct allocations *table;

static void thread_name(pid_t pid, int thread, char *name, size_t size) {
  char path[64];
  snprintf(path, sizeof path, "/proc/%d/task/%d/comm", pid, thread);
  FILE *file = fopen(path, "r");
  if (!file || !fgets(name, (int)size, file)) snprintf(name, size, "?");
  name[strcspn(name, "\n")] = 0;
  if (file) fclose(file);
}

static void look_at_allocations(struct daemon *daemon, struct devices *devices) {
  unsigned lines = devices->lines;
  struct allocations before = *table;
  sleep_s(seconds);
  struct allocations after = *table;
  double samples = 250 * seconds, pool = 0;
  emit("allocations", "sinew", "daemon", "lines_per_s", (devices->lines - lines) / seconds);
  for (unsigned index = 0; index < after.used && index < ALLOCATION_THREADS; index++) {
    char name[32], metric[64];
    double made = (double)(after.entries[index].count - before.entries[index].count);
    thread_name(daemon->pid, after.entries[index].thread, name, sizeof name);
    if (strncmp(name, "sinew-", 6) != 0) {
      pool += made;
      continue;
    }
    snprintf(metric, sizeof metric, "per_sample/%s", name);
    emit("allocations", "sinew", "daemon", metric, made / samples);
  }
  emit("allocations", "sinew", "daemon", "per_s/other-threads", pool / seconds);
}

static void count_allocations(void) {
  char path[200];
  in_folder(path, sizeof path, "allocations");
  int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
  if (fd < 0 || ftruncate(fd, sizeof *table)) return;
  table = mmap(NULL, sizeof *table, PROT_READ, MAP_SHARED, fd, 0);
  close(fd);
  setenv("SINEW_ALLOCATIONS", path, 1);
  with_streams(250, counter, look_at_allocations);
  unsetenv("SINEW_ALLOCATIONS");
}

// MARK: Start and rest

static void time_start(void) {
  char socket_path[200], fifo[200];
  struct daemon daemon = start_sinewd(NULL, NULL, 20, NULL);
  emit("footprint", "sinew", "start", "to_first_line_ms", daemon.start_seconds * 1e3);
  stop_daemon(&daemon);
  in_folder(fifo, sizeof fifo, "idle.fifo");
  (void)mkfifo(fifo, 0600);
  in_folder(socket_path, sizeof socket_path, "hub.sock");
  char *command[] = {(char *)hub, "one", fifo, socket_path, NULL};
  daemon = start_daemon(command, socket_path, NULL);
  emit("footprint", "limit-c-one-thread", "start", "to_first_line_ms", daemon.start_seconds * 1e3);
  stop_daemon(&daemon);
}

static void rest(const char *name, const char *cyton, double settle) {
  struct daemon daemon = start_sinewd(cyton, NULL, 20, NULL);
  sleep_s(settle);
  double before = cpu_ns_of(daemon.pid);
  struct sleeps asleep = sleeps_of(daemon.pid);
  sleep_s(seconds);
  struct sleeps later = sleeps_of(daemon.pid);
  double used = cpu_ns_of(daemon.pid) - before;
  emit("footprint", "sinew", name, "wakeups_per_s", wakeups(&asleep, &later) / seconds);
  emit("footprint", "sinew", name, "cpu_percent", used / seconds / 1e7);
  emit("footprint", "sinew", name, "rss_anon_kib", process_field(daemon.pid, "status", "RssAnon:"));
  stop_daemon(&daemon);
}

int main(int argc, char **argv) {
  for (int index = 1; index + 1 < argc; index += 2) {
    if (!strcmp(argv[index], "--sinewd")) sinewd = argv[index + 1];
    if (!strcmp(argv[index], "--hub")) hub = argv[index + 1];
    if (!strcmp(argv[index], "--counter")) counter = argv[index + 1];
    if (!strcmp(argv[index], "--rounds")) rounds = atoi(argv[index + 1]);
    if (!strcmp(argv[index], "--seconds")) seconds = atof(argv[index + 1]);
  }
  if (!sinewd || !hub || !counter) {
    fprintf(stderr, "footprint --sinewd PATH --hub PATH --counter SO [--rounds N] [--seconds S]\n");
    return 2;
  }
  signal(SIGPIPE, SIG_IGN);
  take_priority();
  bench_folder();
  atexit(remove_folder);
  for (int round = 0; round < rounds; round++) time_start();
  with_streams(20, NULL, look_at_memory);
  count_allocations();
  char fifo[200], address[220];
  in_folder(fifo, sizeof fifo, "silent.fifo");
  (void)mkfifo(fifo, 0600);
  int held = open(fifo, O_RDWR | O_NONBLOCK | O_CLOEXEC);
  snprintf(address, sizeof address, "fifo:%s", fifo);
  rest("rest/no-sensors", NULL, 3);
  rest("rest/silent-sensor", address, 6);
  rest("rest/absent-sensor", "/dev/ttySinewAbsent", 6);
  close(held);
  return 0;
}

// Starts a daemon on emulated devices, listens to it, looks at it from outside, and ends it by its
// own process id.
#ifndef SINEW_BENCH_DAEMON_H
#define SINEW_BENCH_DAEMON_H
#include "common.h"
#include "cyton.h"
#include "muscles.h"

#include <dirent.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>

struct daemon {
  pid_t pid;
  // Seconds from exec to the first connection and its first line.
  double start_seconds;
  // A connected subscriber.
  int subscriber;
};

// Folder for sockets, pipes and configurations; made new by `bench_folder`.
static char folder[128];

static inline const char *bench_folder(void) {
  const char *base = getenv("TMPDIR");
  snprintf(folder, sizeof folder, "%.90s/sinew-bench-XXXXXX", base ? base : "/tmp");
  if (!mkdtemp(folder)) {
    perror(folder);
    exit(1);
  }
  return folder;
}

static inline void remove_folder(void) {
  char path[400];
  DIR *entries = opendir(folder);
  struct dirent *entry;
  while (entries && (entry = readdir(entries))) {
    snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
    if (entry->d_name[0] != '.') (void)remove(path);
  }
  if (entries) closedir(entries);
  rmdir(folder);
}

static inline const char *in_folder(char *path, size_t size, const char *name) {
  snprintf(path, size, "%s/%s", folder, name);
  return path;
}

// A configuration of sinewd called `name`: a Cyton with eight electrodes at `cyton`, a WitMotion at
// `motion`; each may be NULL. Gives the paths of the file and of the feedback socket.
static inline void write_configuration(
    const char *name, const char *cyton, const char *motion, double activation_hz,
    char path[static 240], char socket_path[static 240]) {
  snprintf(path, 240, "%s/%s.yaml", folder, name);
  snprintf(socket_path, 240, "%s/%s.sock", folder, name);
  FILE *file = fopen(path, "w");
  if (!file) {
    perror(path);
    exit(1);
  }
  fprintf(file, "stations:\n  bench: {}\nsensors:");
  if (!cyton && !motion) fprintf(file, " {}");
  fprintf(file, "\n");
  if (cyton) {
    fprintf(file, "  box:\n    match: {driver: openbci-cyton, port: \"%s\"}\n", cyton);
    fprintf(file, "    station: bench\n    channels:\n");
    for (int channel = 0; channel < 8; channel++) {
      fprintf(
          file, "      %d: {muscle: %s, side: left, mvc: 500}\n", channel + 1,
          bench_muscles[channel]);
    }
  }
  if (motion) {
    fprintf(file, "  wrist:\n    match: {driver: witmotion-wt901, port: \"%s\"}\n", motion);
    fprintf(file, "    station: bench\n    place: {segment: forearm, side: left}\n");
  }
  fprintf(file, "feedback: {activation_hz: %g, socket: %s}\n", activation_hz, socket_path);
  fprintf(file, "control: {socket: %s.control}\n", socket_path);
  fprintf(file, "state_directory: %s\n", folder);
  fclose(file);
}

static inline int dial(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
  int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0) return fd;
  close(fd);
  return -1;
}

// Starts `command` and waits for the socket at `path` to answer with a first line. `preload` may be NULL.
static inline struct daemon start_daemon(
    char *const command[], const char *path, const char *preload) {
  char byte = 0;
  struct daemon daemon = {.subscriber = -1};
  uint64_t start = now_ns();
  daemon.pid = fork();
  if (daemon.pid == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (preload) setenv("LD_PRELOAD", preload, 1);
    execv(command[0], command);
    perror(command[0]);
    _exit(127);
  }
  while (daemon.subscriber < 0 && now_ns() - start < 10000000000u) {
    daemon.subscriber = dial(path);
    if (daemon.subscriber < 0) sleep_s(0.0002);
  }
  while (daemon.subscriber >= 0 && byte != '\n') {
    if (read(daemon.subscriber, &byte, 1) != 1) break;
  }
  daemon.start_seconds = (double)(now_ns() - start) * 1e-9;
  if (byte != '\n') {
    fprintf(stderr, "%s did not answer at %s\n", command[0], path);
    kill(daemon.pid, SIGKILL);
    exit(1);
  }
  return daemon;
}

// SIGTERM, and a kill when it does not help in 4 s. Returns the seconds it took.
static inline double stop_daemon(struct daemon *daemon) {
  uint64_t start = now_ns();
  close(daemon->subscriber);
  kill(daemon->pid, SIGTERM);
  for (int look = 0; look < 4000; look++) {
    if (waitpid(daemon->pid, NULL, WNOHANG) == daemon->pid) {
      return (double)(now_ns() - start) * 1e-9;
    }
    sleep_s(0.001);
  }
  kill(daemon->pid, SIGKILL);
  waitpid(daemon->pid, NULL, 0);
  return 4;
}

// A field of /proc/PID/FILE, such as "VmRSS:" in KiB; several lines with it are summed.
static inline double process_field(pid_t pid, const char *file, const char *field) {
  char path[400], line[256];
  double value = 0;
  snprintf(path, sizeof path, "/proc/%d/%s", pid, file);
  FILE *opened = fopen(path, "r");
  while (opened && fgets(line, sizeof line, opened)) {
    if (strncmp(line, field, strlen(field)) == 0) value += atof(line + strlen(field));
  }
  if (opened) fclose(opened);
  return value;
}

// CPU time of the process up to now, ended threads included, nanoseconds.
static inline double cpu_ns_of(pid_t pid) {
  clockid_t clock;
  struct timespec time;
  if (clock_getcpuclockid(pid, &clock) || clock_gettime(clock, &time)) return 0;
  return (double)time.tv_sec * 1e9 + (double)time.tv_nsec;
}

#define MOST_THREADS 64
// How often each thread went to sleep by itself up to now.
struct sleeps {
  int count;
  int threads[MOST_THREADS];
  double sleeps[MOST_THREADS];
};

static inline struct sleeps sleeps_of(pid_t pid) {
  struct sleeps sleeps = {.count = 0};
  char path[300];
  snprintf(path, sizeof path, "/proc/%d/task", pid);
  DIR *threads = opendir(path);
  struct dirent *thread;
  while (threads && (thread = readdir(threads)) && sleeps.count < MOST_THREADS) {
    if (thread->d_name[0] == '.') continue;
    snprintf(path, sizeof path, "task/%.20s/status", thread->d_name);
    sleeps.threads[sleeps.count] = atoi(thread->d_name);
    sleeps.sleeps[sleeps.count++] = process_field(pid, path, "voluntary_ctxt_switches:");
  }
  if (threads) closedir(threads);
  return sleeps;
}

// Wake-ups between two looks; a thread that has ended meanwhile counts nothing.
static inline double wakeups(const struct sleeps *before, const struct sleeps *after) {
  double sum = 0;
  for (int index = 0; index < after->count; index++) {
    double first = 0;
    for (int old = 0; old < before->count; old++) {
      if (before->threads[old] == after->threads[index]) first = before->sleeps[old];
    }
    sum += after->sleeps[index] - first;
  }
  return sum;
}
#endif

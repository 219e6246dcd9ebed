// boost::lockfree::spsc_queue under the trials of RingBench.swift: 1024 places, two pinned
// threads, words and 64-byte frames one at a time, frames in batches of 32, and round trips.
//   ring_boost [ROUNDS]
extern "C" {
#include "common.h"
}

#include <algorithm>
#include <atomic>
#include <boost/lockfree/spsc_queue.hpp>
#include <functional>
#include <thread>
#include <vector>

struct Frame {
  uint64_t words[8];
};

static uint64_t number(uint64_t value) { return value; }
static uint64_t number(const Frame &frame) { return frame.words[0]; }
static void make(uint64_t value, uint64_t &item) { item = value; }
static void make(uint64_t value, Frame &item) { item.words[0] = value; }

static double middle(std::vector<double> values) {
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

// The pause between two tries that suits it best.
static void relax() {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#else
  asm volatile("yield" ::: "memory");
#endif
}

static std::atomic<int> gate;
static void meet() {
  gate++;
  while (gate.load(std::memory_order_acquire) < 2) {}
}

static void together(const std::function<void()> &first, const std::function<void()> &second) {
  gate = 0;
  std::thread thread([&] {
    pin(0);
    meet();
    first();
  });
  pin(1);
  meet();
  second();
  thread.join();
}

template <class Item> using Ring = boost::lockfree::spsc_queue<Item>;

static void expect(bool condition) {
  if (!condition) {
    fputs("ring_boost: out of order\n", stderr);
    abort();
  }
}

template <class Item> static double one_by_one(size_t count) {
  Ring<Item> ring(1024);
  std::vector<Item> source(1024);
  for (size_t index = 0; index < 1024; index++) make(index, source[index]);
  uint64_t start = 0, end = 0;
  together(
      [&] {
        start = now_ns();
        for (size_t index = 0; index < count; index++) {
          while (!ring.push(source[index & 1023])) relax();
        }
      },
      [&] {
        Item item;
        for (size_t index = 0; index < count; index++) {
          while (!ring.pop(item)) relax();
          expect(number(item) == (index & 1023));
        }
        end = now_ns();
      });
  return double(end - start) / double(count);
}

static double batches(size_t count, size_t batch) {
  Ring<Frame> ring(1024);
  uint64_t start = 0, end = 0;
  together(
      [&] {
        std::vector<Frame> source(batch);
        start = now_ns();
        for (size_t index = 0; index < count; index += batch) {
          for (size_t offset = 0; offset < batch; offset++) make(index + offset, source[offset]);
          size_t done = 0;
          while (done < batch) {
            done += ring.push(source.data() + done, batch - done);
            if (done < batch) relax();
          }
        }
      },
      [&] {
        std::vector<Frame> target(batch);
        for (size_t index = 0; index < count;) {
          size_t got = ring.pop(target.data(), batch);
          for (size_t offset = 0; offset < got; offset++) {
            expect(number(target[offset]) == index + offset);
          }
          if (got == 0) relax();
          index += got;
        }
        end = now_ns();
      });
  return double(end - start) / double(count);
}

template <class Item> static double round_trip(size_t count) {
  Ring<Item> there(1024), back(1024);
  std::vector<double> times(count);
  together(
      [&] {
        Item item;
        for (size_t index = 0; index < count; index++) {
          while (!there.pop(item)) {}
          while (!back.push(item)) {}
        }
      },
      [&] {
        Item item{};
        uint64_t last = now_ns();
        for (size_t index = 0; index < count; index++) {
          make(index, item);
          while (!there.push(item)) {}
          while (!back.pop(item)) {}
          uint64_t now = now_ns();
          times[index] = double(now - last);
          last = now;
        }
      });
  return middle(times);
}

// Nanoseconds for one line to go to the other core and back.
static double probe(size_t count = 400) {
  struct alignas(128) {
    std::atomic<size_t> value{0};
  } line;
  std::vector<double> times(count);
  together(
      [&] {
        for (size_t index = 0; index < count; index++) {
          while (line.value.load(std::memory_order_acquire) != 2 * index + 1) {}
          line.value.store(2 * index + 2, std::memory_order_release);
        }
      },
      [&] {
        uint64_t last = now_ns();
        for (size_t index = 0; index < count; index++) {
          line.value.store(2 * index + 1, std::memory_order_release);
          while (line.value.load(std::memory_order_acquire) != 2 * index + 2) {}
          uint64_t now = now_ns();
          times[index] = double(now - last);
          last = now;
        }
      });
  return middle(times);
}

// Twelve trials, each between two probes, reported apart for cores that are near and far.
static void report(const char *name, const char *metric, const std::function<double()> &trial) {
  std::vector<double> values[2];
  double before = probe();
  for (int index = 0; index < 12; index++) {
    double value = trial(), after = probe();
    if ((before > 260) == (after > 260)) values[before > 260].push_back(value);
    before = after;
  }
  for (int side = 0; side < 2; side++) {
    if (values[side].size() < 3) continue;
    std::string full = std::string(name) + (side ? "/far" : "/near");
    emit("ring", "boost-spsc", full.c_str(), metric, middle(values[side]));
  }
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : 1;
  for (int round = 0; round < rounds; round++) {
    report("u64x1", "ns_per_item", [] { return one_by_one<uint64_t>(200000); });
    report("f64Bx1", "ns_per_item", [] { return one_by_one<Frame>(100000); });
    report("f64Bx32", "ns_per_item", [] { return batches(199968, 32); });
    report("u64x1", "rtt_p50_ns", [] { return round_trip<uint64_t>(3000); });
    report("f64Bx1", "rtt_p50_ns", [] { return round_trip<Frame>(3000); });
  }
  return 0;
}

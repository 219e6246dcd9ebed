import Glibc

/// `sinew-bench [ring] [chain] [decode] [engine] [analysis] [allocations]
/// [wearables] [history] [--rounds N] [--cpus A,B]`: figures as JSON lines, one a measurement, so that any mix of programs can be
/// rotated and summarised together.
@main
struct SinewBench {
  static func main() throws {
    var names: [String] = []
    var rounds = 5
    var cpus = (0, 1)
    var words = CommandLine.arguments.dropFirst().makeIterator()
    while let word = words.next() {
      switch word {
      case "--rounds": rounds = words.next().flatMap { Int($0) } ?? rounds
      case "--cpus":
        let pair = (words.next() ?? "").split(separator: ",").compactMap { Int($0) }
        if pair.count == 2 { cpus = (pair[0], pair[1]) }
      default: names.append(word)
      }
    }
    if names.isEmpty { names = ["ring", "chain", "decode", "engine", "analysis"] }
    for _ in 0..<max(1, rounds) {
      for name in names {
        switch name {
        case "ring": RingBench(first: cpus.0, second: cpus.1).run()
        case "chain": ChainBench().run()
        case "decode": DecodeBench().run()
        case "engine": EngineBench().run()
        case "analysis": AnalysisBench().run()
        case "allocations": AllocationBench().run()
        case "wearables": try WearableBench().run()
        case "history": try HistoryBench().run()
        default:
          print("sinew-bench: no bench named \(name)")
          exit(2)
        }
      }
    }
  }
}

/// Prints one measurement in the form every harness shares.
func report(
  bench: String, impl: String = "sinew", case name: String, metric: String, _ value: Double
) {
  print(
    "{\"bench\":\"\(bench)\",\"impl\":\"\(impl)\",\"case\":\"\(name)\",\"metric\":\"\(metric)\","
      + "\"value\":\(value)}")
}

/// CLOCK_MONOTONIC in nanoseconds.
func nanoseconds() -> UInt64 {
  var time = timespec()
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
}

func median(_ values: [Double]) -> Double {
  let sorted = values.sorted()
  return sorted.isEmpty ? .nan : sorted[sorted.count / 2]
}

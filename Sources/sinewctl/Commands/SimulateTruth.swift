import ArgumentParser
import SinewCoaching
import SinewSeasons

struct SimulateTruth: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "truth",
    abstract: "How often the coach claims what simulated athletes do not have.",
    discussion: """
      Trains seasons of twelve weeks with nine kinds of athletes in turn and counts the seasons in \
      which something was said at any time. Ends with 1 when a false claim was made in more than \
      5 % of them.

      Examples:
        sinewctl simulate truth
        sinewctl simulate truth --seasons 80 --seed 1000
      """)

  @Option(help: "Seasons.") var seasons = 1000
  @Option(help: "Seed of the first season.") var seed: UInt64 = 1

  /// Most seasons with a false claim of one kind.
  private static let limit = 0.05

  func run() throws {
    guard (1...100_000).contains(seasons) else {
      throw ValidationError("--seasons must be from 1 to 100000.")
    }
    let table = TruthTable(seasons: seasons, firstSeed: seed, catalogue: try Catalogue.builtIn())
    Screen.write("false claims, in seasons of people of whom they would be false (limit 5 %)\n")
    for row in table.falseClaims { Screen.write(Self.line(row)) }
    Screen.write("power, in seasons of people who have it, and the median week of the first word\n")
    for row in table.power { Screen.write(Self.line(row)) }
    if table.falseClaims.contains(where: { $0.rate > Self.limit }) { throw ExitCode(1) }
  }

  private static func line(_ row: TruthTable.Row) -> String {
    "  \(Figures.fixed(100 * row.rate, 1)) %  \(row.claimed) of \(row.seasons)  \(row.claim)"
      + (row.week.map { "  (week \($0))" } ?? "") + "\n"
  }
}

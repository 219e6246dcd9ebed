import ArgumentParser

struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Emulate a sensor on a simulated athlete, or train simulated weeks in seconds.",
    discussion: """
      Without a subcommand it emulates a sensor: see `sinewctl simulate sensor --help`.

      Examples:
        sinewctl simulate --device openbci-cyton --link /tmp/cyton
        sinewctl simulate case-study
        sinewctl simulate truth --seasons 200
      """,
    subcommands: [SimulateSensor.self, SimulateCaseStudy.self, SimulateTruth.self],
    defaultSubcommand: SimulateSensor.self)
}

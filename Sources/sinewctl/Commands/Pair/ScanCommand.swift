import ArgumentParser
import SinewFeedback

struct ScanCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "scan",
    abstract: "Listen for wearables on the air.",
    discussion: """
      On a terminal the list is live; elsewhere each device is a line when it is first heard.

      Examples:
        sinewctl scan
        sinewctl scan --all --seconds 10
        sinewctl scan --json | jq 'select(.model == "thalmic-myo")'
      """)
  @OptionGroup var options: AirOptions
  @Flag(help: "Also devices that no driver knows.") var all = false

  func run() throws {
    let watch = try AirWatch(options, takesStrangers: all)
    var screen = Screen()
    let isPicture = screen.isInteractive && !options.control.json
    while !watch.isOver {
      let heard = watch.next(within: 0.25)
      if options.control.json {
        if let heard, all || heard.message["model"] != nil {
          Screen.write(String(decoding: heard.line, as: UTF8.self) + "\n")
        }
      } else if isPicture {
        screen.draw(watch.list.lines(columns: screen.size.columns))
      } else if let news = heard?.news {
        Screen.write(AirList.words(news) + "\n")
      }
    }
    if watch.list.choices.isEmpty, !options.control.json {
      Screen.complain("nothing was heard: switch the sensor on, and end its connection to a phone")
    }
  }
}

import ArgumentParser
import SinewCoaching
import SinewFeedback
import SinewPipeline
import SinewRecording
import SinewSignal

struct Analyze: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Run the engine on recordings and print what it would have said.",
    discussion: """
      Tables are CSV, plain or gzip: t_s,ax_g,ay_g,az_g,gx_dps,gy_dps,gz_dps for an IMU, \
      t_s,<name>_uV for EMG; or EDF, BDF or XDF files, whose columns are labels. Lines go to \
      standard output, nothing else does.

      Examples:
        sinewctl analyze --exercise biceps_curl --emg biceps=emg.csv.gz --imu forearm=imu.csv.gz
        sinewctl analyze --imu wrist=set.csv | jq 'select(.kind == "rep")'
        sinewctl analyze --emg biceps.left=box.csv:ch1_uV --emg biceps.right=box.csv:ch2_uV
      """)

  @Option(help: "An id of the catalogue, or auto.") var exercise = "auto"
  @Option(help: "MUSCLE[.left|.right]=FILE[:COLUMN]; may be given again.") var emg: [String] = []
  @Option(help: "PLACE=FILE, such as forearm=imu.csv.gz.") var imu: [String] = []
  @Option(help: "KEY=VALUE: activation_hz, mvc.MUSCLE, lang; may be given again.")
  var set: [String] = []

  @Flag(help: "The set was started when the recording begins, as by set.start.")
  var started = false

  func run() throws {
    do {
      try analyze()
    } catch let error as AnalysisInput.Problem {
      try fail(error.description)
    } catch let error as RecordingError {
      try fail(error.description)
    } catch let error as ConfigurationError {
      try fail(error.description)
    }
  }

  private func fail(_ sentence: String) throws {
    Screen.complain("sinewctl analyze: \(sentence)")
    throw ExitCode(2)
  }

  private func analyze() throws {
    guard !emg.isEmpty || !imu.isEmpty else {
      throw AnalysisInput.Problem("give at least one --emg or --imu file; --help shows examples")
    }
    let choices = try AnalysisChoices(set)
    let catalogue = try Catalogue.builtIn()
    var chosen: Exercise?
    if exercise != "auto" {
      chosen = catalogue[exercise]
      if chosen == nil {
        guard AnalysisInput.isIdentifier(exercise) else {
          throw AnalysisInput.Problem("'\(exercise)' is no exercise id: use a-z, 0-9 and _")
        }
        let hint = catalogue.nearest(to: exercise).map { "; nearest: \($0)" } ?? ""
        Screen.complain(
          "sinewctl analyze: warning: unknown exercise '\(exercise)', taken as auto\(hint)")
      }
    }
    var input = try AnalysisInput(emg: emg, imu: imu, choices: choices)
    let output = BufferedOutput()
    let analysis = unsafe Analysis(
      exercise: chosen, lang: choices.lang, tracks: input.tracks,
      activationHz: choices.activationHz, version: sinewVersion
    ) { bytes in
      unsafe output.append(bytes)
    }
    if started { analysis.startSet() }
    var bar = ProgressBar(doing: "analysing")
    try input.feed(analysis) { bar.show($0) }
    bar.clear()
    analysis.finish()
    output.flush()
  }
}

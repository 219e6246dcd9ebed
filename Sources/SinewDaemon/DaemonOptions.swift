internal import FoundationEssentials
internal import SinewCoaching

/// What the command line says beyond the configuration.
package struct DaemonOptions: Sendable {
  package var configurationPath: String
  /// Each overrides its key of the configuration.
  package var feedbackSocket: String?
  package var controlSocket: String?
  package var stateDirectory: String?

  package init(configurationPath: String) { self.configurationPath = configurationPath }

  /// The files, with what the command line says on top.
  func configuration() throws(DaemonError) -> Configuration {
    var configuration = try Configuration.read(path: configurationPath)
    configuration.feedback.socket = feedbackSocket ?? configuration.feedback.socket
    configuration.controlSocket = controlSocket ?? configuration.controlSocket
    configuration.stateDirectory = stateDirectory ?? configuration.stateDirectory
    return configuration
  }

  /// The built-in exercises and the folder's; every exercise that a station names must be there.
  func catalogue(for configuration: Configuration) throws(DaemonError) -> Catalogue {
    do {
      var catalogue = try Catalogue.builtIn()
      if FileManager.default.fileExists(atPath: configuration.exerciseDirectory) {
        let faults = catalogue.add(folder: configuration.exerciseDirectory)
        if let first = faults.first { throw first }
      }
      for station in configuration.stations {
        guard let id = station.exercise, catalogue[id] == nil else { continue }
        throw ConfigurationError(
          file: configurationPath, line: 0,
          message: "station '\(station.name)' names the exercise '\(id)', which is not in the"
            + " catalogue" + NearestName.hint(id, among: catalogue.ids))
      }
      return catalogue
    } catch {
      throw .configuration("\(error)")
    }
  }
}

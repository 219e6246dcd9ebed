import Logging
import ServiceLifecycle

/// Reads the configuration again when asked to, away from the server thread. A file with an error
/// changes nothing.
struct ReloadService: NamedService {
  let options: DaemonOptions
  let requests: AsyncStream<ReloadRequest>
  let mailbox: ServerMailbox
  let logger: Logger

  func run() async throws {
    for await request in requests.cancelOnGracefulShutdown() {
      do {
        let configuration = try options.configuration()
        let catalogue = try options.catalogue(for: configuration)
        mailbox.post { server in
          server.apply(configuration, catalogue)
          request.done(.success(()))
        }
        logger.notice(
          "configuration reloaded", metadata: ["file": "\(options.configurationPath)"])
      } catch {
        logger.error("configuration not reloaded: \(error)")
        mailbox.post { _ in request.done(.failure(error)) }
      }
    }
  }
}

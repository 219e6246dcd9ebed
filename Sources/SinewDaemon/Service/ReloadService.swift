import Logging
import ServiceLifecycle

/// Reads the configuration again when asked to, away from the server thread. A file with an error
/// changes nothing.
struct ReloadService: Service {
  let path: String
  let requests: AsyncStream<ReloadRequest>
  let mailbox: ServerMailbox
  let logger: Logger

  func run() async throws {
    for await request in requests.cancelOnGracefulShutdown() {
      do {
        let configuration = try Configuration.read(path: path)
        mailbox.post { server in
          server.apply(configuration)
          request.done(.success(()))
        }
        logger.notice("configuration reloaded", metadata: ["file": "\(path)"])
      } catch {
        logger.error("configuration not reloaded: \(error)")
        mailbox.post { _ in request.done(.failure(error)) }
      }
    }
  }
}

internal import NIOCore
internal import NIOPosix
internal import SinewFeedback
internal import Synchronization

/// One request on the daemon's control socket, on a connection of its own.
struct ControlLine: Sendable {
  let socket: String

  /// Seconds the daemon may take; a scan or a calibration is answered at once and goes on.
  private static let patience = TimeAmount.seconds(10)
  /// Longest answer, bytes: a history of years.
  private static let longestAnswer = 4 << 20

  /// Asks, and returns the daemon's answer: an object with `ok` or `error`. Whatever hinders it
  /// becomes an `error` too. `staysFor`: what is asked for ends with the connection, which therefore
  /// stays open as long.
  func ask(_ request: JSONObject, staysFor: Duration = .zero) async -> JSONObject {
    var line = request
    line["id"] = 1
    let text = JSONValue.object(line).text + "\n"
    return await withCheckedContinuation { answered in
      Task {
        let bytes = AnswerOnce(answered)
        try? await converse(text, staysFor: staysFor) { bytes.take($0) }
        bytes.take(nil)
      }
    }
  }

  /// An answer that refuses.
  static func fault(_ code: ErrorCode, _ text: String) -> JSONObject {
    ["error": .object(["code": .string(code.rawValue), "text": .string(text)])]
  }

  private func converse(
    _ line: String, staysFor: Duration, take: @Sendable ([UInt8]) -> Void
  ) async throws {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(unixDomainSocketPath: socket) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    let alarm = channel.channel.eventLoop.scheduleTask(in: Self.patience) {
      channel.channel.close(promise: nil)
    }
    try await channel.executeThenClose { inbound, outbound in
      defer { alarm.cancel() }
      try await outbound.write(ByteBuffer(string: line))
      var framer = LineFramer(limit: Self.longestAnswer)
      for try await chunk in inbound {
        for item in framer.feed(Array(chunk.readableBytesView)) {
          guard case .line(let bytes) = item else { return }
          take(bytes)
          alarm.cancel()
          try await Task.sleep(for: staysFor)
          return
        }
      }
    }
  }
}

/// Gives one answer to whoever asked, the first that comes.
private final class AnswerOnce: Sendable {
  private let waiting: Mutex<CheckedContinuation<JSONObject, Never>?>

  init(_ continuation: CheckedContinuation<JSONObject, Never>) { waiting = Mutex(continuation) }

  /// The daemon's line, or nil: there is none.
  func take(_ line: [UInt8]?) {
    guard let continuation = waiting.withLock({ $0.take() }) else { return }
    guard let line else {
      let text = "The daemon can't be asked: its control socket does not answer."
      continuation.resume(returning: ControlLine.fault(.system, text))
      return
    }
    var answer = (try? JSONValue(parsing: line))?.object ?? [:]
    answer["id"] = nil
    continuation.resume(returning: answer)
  }
}

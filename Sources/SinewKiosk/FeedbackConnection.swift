internal import NIOCore
internal import NIOPosix
internal import ServiceLifecycle
internal import SinewFeedback

/// One connection to the daemon's feedback socket, as lines.
///
/// A reader that is slow stops reading from the socket; the daemon then counts what it leaves out
/// and says `missed`. Nothing piles up here.
struct FeedbackConnection {
  /// Longest line taken from the daemon, bytes; its own stay far below.
  private static let longestLine = 1 << 20

  let socket: String

  /// Connects, asks for what `subscription` says, and hands over lines until the daemon closes or the
  /// kiosk is asked to end.
  ///
  /// - Throws: what the system says of the socket, and whatever `take` throws.
  func follow(
    _ subscription: JSONObject, take: ([UInt8]) async throws -> Void
  ) async throws {
    let channel = try await ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup)
      .connect(unixDomainSocketPath: socket) { channel in
        channel.eventLoop.makeCompletedFuture {
          try NIOAsyncChannel<ByteBuffer, ByteBuffer>(wrappingChannelSynchronously: channel)
        }
      }
    try await channel.executeThenClose { inbound, outbound in
      let request = JSONValue.object(subscription).text + "\n"
      try await outbound.write(ByteBuffer(string: request))
      var framer = LineFramer(limit: Self.longestLine)
      for try await chunk in inbound.cancelOnGracefulShutdown() {
        for item in framer.feed(Array(chunk.readableBytesView)) {
          guard case .line(let line) = item else { return }
          try await take(line)
        }
      }
    }
  }
}

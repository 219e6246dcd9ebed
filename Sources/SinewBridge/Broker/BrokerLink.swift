internal import CMosquitto
internal import Glibc
internal import Synchronization

/// What a connection to the broker has to tell, in order.
enum BrokerEvent: Equatable {
  case connected
  /// The broker said no.
  case refused(String)
  /// It has taken the publication; `refusal` is its code when it has thrown it away.
  case acknowledged(Int32, refusal: Int32?)
  /// This connection is over.
  case ended(String)
}

/// One connection to the broker, from the first packet to the last: libmosquitto without its thread.
/// A new one is made for each attempt, so that nothing of the library's own queue is sent again.
///
/// Only looking up the name can wait, so `connect` does that on a thread of its own; until it is
/// through, nobody else touches the handle.
@safe final class BrokerLink: @unchecked Sendable {
  private let handle: OpaquePointer
  private let options: BridgeOptions
  /// Set by the thread that connects: the library's answer and errno.
  private let answer = Mutex<(code: Int32, errno: CInt)?>(nil)
  private var events: [BrokerEvent] = []
  private var isResolved = false
  private var hasEnded = false
  private var isUp = false
  /// The last error that the library logged.
  private var said: String?
  /// True until the socket was ready to be written once: TCP is connected from then on.
  private(set) var isDialling = true

  /// Seconds without a word after which the library asks, and again until it gives up.
  private static let keepAliveSeconds: Int32 = 15

  /// - Parameter will: what the broker says for us when we vanish.
  /// - Throws: when the library refuses the options, in one sentence.
  init(
    options: BridgeOptions, will: (topic: String, payload: [UInt8])
  ) throws(BrokerFault) {
    self.options = options
    guard let handle = unsafe mosquitto_new(options.effectiveClientID, true, nil) else {
      throw BrokerFault(sentence: "no MQTT client could be made")
    }
    unsafe self.handle = handle
    unsafe mosquitto_user_data_set(handle, Unmanaged.passUnretained(self).toOpaque())
    let version = options.mqtt == "5" ? MQTT_PROTOCOL_V5 : MQTT_PROTOCOL_V311
    unsafe mosquitto_int_option(handle, MOSQ_OPT_PROTOCOL_VERSION, version)
    unsafe mosquitto_int_option(handle, MOSQ_OPT_TCP_NODELAY, 1)
    // What is under way is counted here; the library must never hold some of it back.
    unsafe mosquitto_max_inflight_messages_set(handle, 0)
    listen()
    let isWilled = unsafe mosquitto_will_set(
      handle, will.topic, Int32(will.payload.count), will.payload, 1, true)
    guard isWilled == MOSQ_ERR_SUCCESS.code else {
      throw BrokerFault(sentence: "the last will can't be set")
    }
    if let username = options.username {
      unsafe mosquitto_username_pw_set(handle, username, options.password)
    }
    try encrypt()
  }

  deinit { unsafe mosquitto_destroy(handle) }

  private func encrypt() throws(BrokerFault) {
    guard options.address?.isEncrypted == true else { return }
    let folder = options.caFile == nil ? "/etc/ssl/certs" : nil
    let isSet = unsafe mosquitto_tls_set(
      handle, options.caFile, folder, options.certificateFile, options.keyFile, nil)
    // 1: the broker's certificate is asked for and checked, its name too.
    let isStrict = unsafe mosquitto_tls_opts_set(handle, 1, "tlsv1.2", nil)
    guard isSet == MOSQ_ERR_SUCCESS.code, isStrict == MOSQ_ERR_SUCCESS.code else {
      throw BrokerFault(
        sentence: "the certificates can't be used: check ca_file and its companions")
    }
  }

  private func listen() {
    unsafe mosquitto_connect_v5_callback_set(handle) { _, context, code, _, _ in
      unsafe BrokerLink.of(context)?.answered(code)
    }
    unsafe mosquitto_publish_v5_callback_set(handle) { _, context, number, code, _ in
      unsafe BrokerLink.of(context)?.events.append(
        .acknowledged(number, refusal: code >= 128 ? code : nil))
    }
    unsafe mosquitto_disconnect_v5_callback_set(handle) { _, context, code, _ in
      unsafe BrokerLink.of(context)?.end(code, errno: errno)
    }
    unsafe mosquitto_log_callback_set(handle) { _, context, level, text in
      guard level == Int32(MOSQ_LOG_ERR), let text = unsafe text else { return }
      unsafe BrokerLink.of(context)?.said = BrokerReason.ofTLS(unsafe String(cString: text))
    }
  }

  private static func of(_ context: UnsafeMutableRawPointer?) -> BrokerLink? {
    unsafe context.map { unsafe Unmanaged<BrokerLink>.fromOpaque($0).takeUnretainedValue() }
  }

  private func answered(_ code: Int32) {
    guard code != 0 else {
      isUp = true
      // It would format a line for each message.
      unsafe mosquitto_log_callback_set(handle, nil)
      events.append(.connected)
      return
    }
    // What follows from it says less.
    hasEnded = true
    events.append(.refused(BrokerReason.refusal(code)))
  }

  private func end(_ code: Int32, errno: CInt) {
    guard !hasEnded else { return }
    hasEnded = true
    let isCutOff =
      code == MOSQ_ERR_CONN_LOST.code || code == MOSQ_ERR_NO_CONN.code || errno == EPROTO
      || errno == ECONNRESET || errno == EPIPE
    if isCutOff, !isUp, options.address?.isEncrypted == true {
      let hasCertificate = options.certificateFile != nil
      events.append(.ended(BrokerReason.greeting(hasCertificate: hasCertificate, said: said)))
    } else {
      events.append(.ended(BrokerReason.end(code, errno: errno, said: said)))
    }
  }

  /// Begins to connect; `wake` is called from another thread when `turn` has something to do.
  func connect(wake: @escaping @Sendable () -> Void) {
    guard let address = options.address else { return }
    let errand = Errand { [self] in
      let code = unsafe mosquitto_connect_async(
        handle, address.host, Int32(address.port), Self.keepAliveSeconds)
      let reason = errno
      answer.withLock { $0 = (code, reason) }
      wake()
    }
    if !errand.begin() { answer.withLock { $0 = (MOSQ_ERR_NOMEM.code, 0) } }
  }

  /// The socket to wait for; nil while there is none.
  var descriptor: CInt? {
    guard isResolved, !hasEnded else { return nil }
    let descriptor = unsafe mosquitto_socket(handle)
    return descriptor >= 0 ? descriptor : nil
  }

  /// Whether to wait until the socket can be written. While TLS greets, the library says yes without
  /// need; it reads then.
  var wantsToWrite: Bool {
    if isDialling { return true }
    return isUp ? unsafe mosquitto_want_write(handle) : false
  }

  /// Reads and writes what can be at once, and returns what happened.
  ///
  /// - Parameter canWrite: the socket was seen to have room.
  func turn(canWrite: Bool = false) -> [BrokerEvent] {
    if canWrite { isDialling = false }
    if !isResolved {
      guard let (code, reason) = answer.withLock({ $0 }) else { return [] }
      isResolved = true
      if code > 0 { end(code, errno: reason) }
    }
    if !hasEnded {
      errno = 0
      // It asks the system itself what is ready, and waits for nothing.
      let code = unsafe mosquitto_loop(handle, 0, 1)
      if code != MOSQ_ERR_SUCCESS.code { end(code, errno: errno) }
    }
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  /// Reads acknowledgements, for when nothing else is due; cheaper than `turn`.
  func collect() -> [BrokerEvent] {
    guard isUp, !hasEnded else { return turn() }
    // The library stops reading when it finds an old EAGAIN there.
    errno = 0
    let code = unsafe mosquitto_loop_read(handle, 1)
    if code != MOSQ_ERR_SUCCESS.code { end(code, errno: errno) }
    defer { events.removeAll(keepingCapacity: true) }
    return events
  }

  /// Publishes at quality of service 1; the number that its acknowledgement will have, or nil when
  /// the library does not take it.
  func publish(_ payload: [UInt8], to topic: String, isRetained: Bool) -> Int32? {
    var number: Int32 = 0
    let code = unsafe mosquitto_publish_v5(
      handle, &number, topic, Int32(payload.count), payload, 1, isRetained, nil)
    guard code == MOSQ_ERR_SUCCESS.code else {
      // Lost connections are told by the next turn; anything else is this message's own fault.
      let isLost = code == MOSQ_ERR_NO_CONN.code || code == MOSQ_ERR_CONN_LOST.code
      if isLost { end(code, errno: errno) }
      return nil
    }
    return number
  }

  /// Says good-bye, so that the broker keeps the will to itself.
  func disconnect() {
    guard isUp, !hasEnded else { return }
    unsafe mosquitto_disconnect(handle)
  }
}

/// Why there is no connection to try.
struct BrokerFault: Error, Equatable {
  let sentence: String
}

extension mosq_err_t {
  /// As functions return it.
  fileprivate var code: Int32 { rawValue }
}

/// Something that may wait, done once on a thread of its own.
private final class Errand: Sendable {
  private let work: @Sendable () -> Void

  init(_ work: @escaping @Sendable () -> Void) { self.work = work }

  func begin() -> Bool {
    var thread = pthread_t()
    let box = unsafe Unmanaged.passRetained(self)
    let code = unsafe pthread_create(
      &thread, nil,
      { box in
        guard let box = unsafe box else { return nil }
        unsafe Unmanaged<Errand>.fromOpaque(box).takeRetainedValue().work()
        return nil
      }, box.toOpaque())
    guard code == 0 else {
      unsafe box.release()
      return false
    }
    pthread_detach(thread)
    return true
  }
}

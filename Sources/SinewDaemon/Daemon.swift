internal import Glibc
package import Logging
internal import ServiceLifecycle
internal import SinewCoaching
internal import SinewEngine
internal import SinewFeedback
internal import SinewLinks
internal import SinewSignal
internal import UnixSignals

/// The whole daemon: builds the rooms' parts, joins them with rings, and runs them until a signal.
package struct Daemon {
  /// As `hello`, `status` and `--version` tell it.
  package static let version = sinewVersion

  private let options: DaemonOptions
  private let configuration: Configuration
  private let logger: Logger

  /// - Throws: `DaemonError` when the configuration can't be used.
  package init(options: DaemonOptions, logger: Logger) throws(DaemonError) {
    self.options = options
    self.logger = logger
    configuration = try options.configuration()
  }

  /// Reads everything that a start would read, and starts nothing.
  package static func check(_ options: DaemonOptions) throws(DaemonError) {
    _ = try options.catalogue(for: options.configuration())
  }

  /// Until SIGTERM or SIGINT. SIGHUP reloads the configuration.
  ///
  /// - Throws: `DaemonError` when a part can't be made.
  package func run() async throws {
    let parts = try await assemble()
    // Before the first client can be welcomed, or it would see an empty floor.
    parts.server.mailbox.post { $0.furnish() }
    let threads = try start(parts)
    logger.notice("listening", metadata: ["feedback": "\(configuration.feedback.socket)"])
    let hotPlug = [parts.hotPlug].compactMap(\.self)
    let watchdog = [parts.watchdog].compactMap(\.self)
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: parts.supervisor), .init(service: parts.reloads),
          .init(service: parts.bluetooth),
          .init(service: HangUpService(gate: parts.supervisorGate)),
        ] + hotPlug.map { .init(service: $0) } + watchdog.map { .init(service: $0) },
        gracefulShutdownSignals: [.sigterm, .sigint], logger: logger))
    try await group.run()
    Systemd.notify("STOPPING=1")
    threads.stop(parts)
  }

  // MARK: Assembly

  private func assemble() async throws -> DaemonParts {
    // Beside the rest: reading the exercises takes as long as all of it.
    async let catalogue = options.catalogue(for: configuration)
    let numbers = try SetNumbering(directory: configuration.stateDirectory)
    let paired = PairedSensors(directory: configuration.stateDirectory)
    if let complaint = paired.complaint { logger.error("\(complaint)") }
    var frames = makeRing(of: Frame.self, capacity: 8192)
    var findings = makeRing(of: Finding.self, capacity: 1024)
    // A megabyte that most runs never need: only what is recorded goes through it.
    var tap = makeRing(of: TapChunk.self, capacity: 4096, isTouched: false)
    var commands = makeRing(of: EngineCommand.self, capacity: 256)
    var retired = makeRing(of: UInt.self, capacity: 256)
    var intakeCommands = makeRing(of: IntakeCommand.self, capacity: 256)
    var notices = makeRing(of: LinkNotice.self, capacity: 256)
    let meters = [
      (name: "frames", meter: frames.meter),
      (name: "findings", meter: findings.meter),
      (name: "recorder", meter: tap.meter),
    ]

    let mailbox = try ServerMailbox()
    let floorMailbox = FloorMailbox(mailbox: mailbox)
    let historian = try Historian(
      directory: configuration.stateDirectory,
      housekeeping: Housekeeping(
        directory: configuration.stateDirectory, keepRawDays: configuration.keepRawDays),
      logger: logger
    ) { number, cutOff in
      mailbox.post { server in
        server.floor.beginSets(above: number)
        for message in cutOff { server.tellCutOff(message) }
      }
    }
    let recorder = try Recorder(tap: tap.takeConsumer()) { slot, file, sentence in
      mailbox.post { $0.recordingFailed(slot: slot, file: file, sentence: sentence) }
    }
    let engine = try EngineThread(
      frames: frames.takeConsumer(), findings: findings.takeProducer(),
      commands: commands.takeConsumer(),
      retired: retired.takeProducer(), serverWakeUp: mailbox.wakeUp)
    let intake = try Intake(
      commands: intakeCommands.takeConsumer(), notices: notices.takeProducer(),
      frames: frames.takeProducer(),
      tap: tap.takeProducer(), engineWakeUp: engine.wakeUp, serverWakeUp: mailbox.wakeUp,
      tapWakeUp: recorder.wakeUp)
    let (wanted, wantedSource) = AsyncStream.makeStream(of: [SensorLink].self)
    let (reloads, reloadSource) = AsyncStream.makeStream(of: ReloadRequest.self)
    let plugs = PluggedDevices(floor: floorMailbox)
    var sockets = try DaemonSockets.open(configuration)
    let opener = try LinkOpener(
      management: sockets.bluetooth.take(),
      sighted: { sighting in mailbox.post { $0.heard(sighting) } },
      warn: { [logger] sentence in logger.warning("\(sentence)") })
    let (scans, scanSource) = AsyncStream.makeStream(
      of: ManagementClient.Scan.self, bufferingPolicy: .bufferingNewest(1))
    let intakeGate = IntakeGate(commands: intakeCommands.takeProducer(), wakeUp: intake.wakeUp)
    let supervisorGate = SupervisorGate(
      wanted: wantedSource, reloads: reloadSource, scans: scanSource,
      intake: intakeGate,
      floor: floorMailbox, plugs: plugs, opener: opener)
    let gates = Gates(
      engine: EngineGate(
        commands: commands.takeProducer(), retired: retired.takeConsumer(), wakeUp: engine.wakeUp,
        meters: meters),
      recorder: RecorderGate(recorder: recorder, directory: configuration.stateDirectory),
      supervisor: supervisorGate,
      history: HistoryGate(historian: historian, mailbox: mailbox))
    let server = try await Server(
      mailbox: mailbox, hub: Hub(boot: BootID.make(), version: Self.version),
      floor: Floor(
        configuration: configuration.adding(paired.sensors), catalogue: catalogue,
        numbers: numbers),
      files: configuration, paired: paired, gates: gates, findings: findings.takeConsumer(),
      notices: notices.takeConsumer(),
      sockets: sockets,
      access: AccessRules(
        listenerScope: Scope(rawValue: configuration.feedback.scope) ?? .screen,
        controlGroup: configuration.controlGroup),
      logger: logger)
    return DaemonParts(
      server: server, engine: engine, intake: intake, recorder: recorder,
      historian: historian,
      supervisor: DeviceSupervisor(wanted: wanted, plugs: plugs, radio: opener.radio),
      hotPlug: HotPlugService(plugs: plugs, logger: logger),
      bluetooth: BluetoothService(
        radio: opener.radio, news: opener.radioNews, scans: scans, mailbox: mailbox,
        plugs: plugs),
      reloads: ReloadService(
        options: options, requests: reloads, mailbox: mailbox, logger: logger),
      watchdog: Systemd.watchdogSeconds.map { seconds in
        WatchdogService(
          intervalSeconds: seconds / 2,
          patients: [
            .init(name: "server", pulse: server.pulse) { mailbox.post { $0.pulse.beat() } },
            .init(name: "engine", pulse: engine.pulse) {
              // Through the server, to whom the engine's orders belong.
              mailbox.post { $0.engine.order(.answer) }
            },
            .init(name: "intake", pulse: intake.pulse) { intakeGate.askForAnswer() },
          ], logger: logger)
      },
      supervisorGate: supervisorGate)
  }

  /// Memory is locked before the threads, so that their stacks are too.
  private func start(_ parts: DaemonParts) throws -> DaemonThreads {
    var granted: [String] = []
    if configuration.realTime { granted.append(RealTime.lockMemory().sentence) }
    let wantsPriority = configuration.realTime
    let mailbox = parts.server.mailbox
    @Sendable func hot(
      _ name: String, stackSize: Int, _ body: @escaping @Sendable () -> Void
    ) throws -> HardThread {
      try HardThread.start(name: name, stackSize: stackSize) {
        if wantsPriority {
          let outcome = RealTime.requestFIFO(priority: 10)
          mailbox.post { $0.granted.append("\(name): \(outcome.sentence)") }
        }
        body()
      }
    }
    let words = granted
    mailbox.post { $0.granted += words }
    let engine = parts.engine
    let intake = parts.intake
    let recorder = parts.recorder
    let server = parts.server
    let historian = parts.historian
    return DaemonThreads(
      // Without optimisation a copy of the detector's window lies on the stack for each look at it.
      engine: try hot("sinew-engine", stackSize: 512 * 1024) { engine.run() },
      intake: try hot("sinew-intake", stackSize: 256 * 1024) { intake.run() },
      server: try HardThread.start(name: "sinew-server", stackSize: 1 << 20) { server.run() },
      recorder: try HardThread.start(name: "sinew-recorder") { recorder.run() },
      // SQLite and a hash of a PIN want more stack than the rest.
      historian: try HardThread.start(name: "sinew-history", stackSize: 1 << 20) {
        historian.run()
      })
  }
}

/// What `assemble` made.
struct DaemonParts {
  let server: Server
  let engine: EngineThread
  let intake: Intake
  let recorder: Recorder
  let historian: Historian
  let supervisor: DeviceSupervisor
  let hotPlug: HotPlugService?
  let bluetooth: BluetoothService
  let reloads: ReloadService
  let watchdog: WatchdogService?
  let supervisorGate: SupervisorGate
}

/// The gates through which the server thread reaches the others.
struct Gates {
  let engine: EngineGate
  let recorder: RecorderGate
  let supervisor: SupervisorGate
  let history: HistoryGate
}

/// The five threads, to be ended in the order in which data flow.
struct DaemonThreads: ~Copyable {
  let engine: HardThread
  let intake: HardThread
  let server: HardThread
  let recorder: HardThread
  let historian: HardThread

  /// Ends and joins them: nothing that was read is left behind in a ring.
  consuming func stop(_ parts: DaemonParts) {
    parts.intake.stop()
    intake.join()
    parts.engine.stop()
    engine.join()
    parts.server.stop()
    server.join()
    parts.recorder.stop()
    recorder.join()
    parts.historian.stop()
    historian.join()
  }
}

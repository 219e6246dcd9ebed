import Foundation
import Testing

/// `sinewctl doctor` on systems that only look like one: each fault is found by itself, with the
/// command that mends it.
@Suite(.roomForFew) struct DoctorStories {
  /// A healthy system below the folder of a gym, whose daemon runs.
  private static func healthy() async throws -> Gym {
    let gym = try Gym()
    try gym.furnishStations()
    try await gym.start()
    let rules = try await gym.command("doctor", "--print-rules").output
    let group = getgid()
    for (name, text) in [
      ("etc/passwd", "root:x:0:0::/:/bin/sh\nada:x:4711:4711::/home/ada:/bin/sh\n"),
      (
        "etc/group",
        "sinew:x:\(group):ada\nsinew-feedback:x:901:ada\nsinew-control:x:902:ada\nada:x:4711:\n"
      ),
      ("etc/udev/rules.d/60-sinew.rules", rules),
      ("proc/77/comm", "sinewd\n"), ("proc/78/comm", "bluetoothd\n"),
      (
        "proc/77/limits",
        """
        Limit                     Soft Limit           Hard Limit           Units
        Max locked memory         unlimited            unlimited            bytes
        Max realtime priority     20                   20

        """
      ),
      ("proc/sys/kernel/osrelease", "6.1.0-test\n"),
      ("proc/sys/net/core/rmem_max", "4194304\n"),
      ("lib/modules/6.1.0-test/modules.builtin", "kernel/net/bluetooth/bluetooth.ko\n"),
      (
        "lib/modules/6.1.0-test/modules.dep",
        ["serial/ftdi_sio", "class/cdc-acm", "serial/cp210x", "serial/ch341"].map {
          "kernel/drivers/usb/\($0).ko.xz: kernel/drivers/usb/serial/usbserial.ko.xz\n"
        }.joined()
      ),
      ("sys/class/bluetooth/hci0/address", "00:00:00:00:00:00\n"),
      ("sys/class/rfkill/rfkill0/type", "bluetooth\n"),
      ("sys/class/rfkill/rfkill0/soft", "0\n"), ("sys/class/rfkill/rfkill0/hard", "0\n"),
      ("run/systemd/timesync/synchronized", ""), ("var/lib/sinew/sets", ""),
      ("dev/ttyUSB0", ""), ("sys/usb/1-1/idVendor", "0403\n"), ("sys/usb/1-1/idProduct", "6015\n"),
      ("sys/usb/1-1/1-1:1.0/ttyUSB0/port_number", "0\n"),
      ("sys/bus/usb-serial/devices/ttyUSB0/latency_timer", "1\n"),
      ("sys/class/tty/ttyUSB0/dev", "188:0\n"),
    ] {
      try gym.write(text, to: name)
    }
    try FileManager.default.setAttributes(
      [.posixPermissions: 0o660], ofItemAtPath: "\(gym.folder)/dev/ttyUSB0")
    try gym.link("sys/class/tty/ttyUSB0/device", to: "../../../usb/1-1/1-1:1.0/ttyUSB0")
    return gym
  }

  private static func examine(
    _ gym: Gym, user: String = "ada"
  ) async throws -> (code: Int, findings: [Message]) {
    let (code, answer) = try await gym.json(
      "doctor", "--root", gym.folder, "--user", user, "--feedback-socket", "/feedback.sock",
      "--control-socket", "/control.sock")
    let findings = answer.list("findings")
    #expect(answer.int("problems") == findings.count { $0.text("verdict") == "problem" })
    return (code, findings)
  }

  @Test func nothingIsWrongWithAHealthySystem() async throws {
    let (code, findings) = try await Self.examine(Self.healthy())
    #expect(code == 0)
    // How full the disk of the test is, is the test's business not.
    let wrong = findings.filter { $0.text("verdict") != "ok" && $0.text("check") != "disk" }
    #expect(wrong.map(\.description) == [])
    for check in [
      "groups", "sockets", "daemon", "real time", "udev rules", "ports", "latency",
      "ModemManager", "kernel", "Bluetooth", "clock",
    ] {
      #expect(findings.contains { $0.text("check") == check }, "\(check) is not looked at")
    }
  }

  /// What is changed in the healthy system, and what must then be found.
  struct Fault: Sendable, CustomTestStringConvertible {
    let file: String
    /// Nil removes the file.
    let text: String?
    let check: String
    let verdict: String
    let says: String
    let mends: String
    var testDescription: String { "\(check): \(says)" }

    init(
      _ file: String, _ text: String?, _ check: String, _ verdict: String, _ says: String,
      _ mends: String
    ) {
      (self.file, self.text, self.check) = (file, text, check)
      (self.verdict, self.says, self.mends) = (verdict, says, mends)
    }
  }

  static let faults = [
    Fault(
      "etc/group", "sinew:x:1:\nsinew-feedback:x:901:\n", "groups", "problem",
      "the group sinew-control does not exist", "sudo groupadd --system sinew-control"),
    Fault(
      "etc/group", "sinew:x:0:\nsinew-feedback:x:901:\nsinew-control:x:902:ada\n", "groups",
      "problem", "ada is not in the group sinew-feedback", "sudo usermod -aG sinew-feedback ada"),
    Fault(
      "etc/udev/rules.d/60-sinew.rules", nil, "udev rules", "problem", "not installed",
      "sinewctl doctor --print-rules | sudo tee"),
    Fault(
      "etc/udev/rules.d/60-sinew.rules", "# old\n", "udev rules", "advice", "another version",
      "udevadm control --reload"),
    Fault(
      "etc/group", "sinew:x:555:ada\nsinew-feedback:x:901:ada\nsinew-control:x:902:ada\n", "ports",
      "problem", "/dev/ttyUSB0 belongs to the group", "udevadm trigger"),
    Fault(
      "sys/bus/usb-serial/devices/ttyUSB0/latency_timer", "16\n", "latency", "advice",
      "up to 16 ms", "echo 1 | sudo tee /sys/bus/usb-serial/devices/ttyUSB0/latency_timer"),
    Fault(
      "etc/modprobe.d/no.conf", "# ours\nblacklist ftdi_sio\n", "kernel", "problem",
      "/etc/modprobe.d/no.conf forbids the driver ftdi_sio", "sudo modprobe ftdi_sio"),
    Fault(
      "lib/modules/6.1.0-test/modules.dep", "kernel/a/ftdi_sio.ko:\n", "kernel", "advice",
      "no driver cdc_acm", "apt install linux-image"),
    Fault(
      "usr/lib/udev/rules.d/85-brltty.rules", #"ENV{PRODUCT}=="1a86/7523/*", X"#, "brltty",
      "problem", "85-brltty.rules takes CH340", "sudo apt remove brltty"),
    Fault("proc/78/comm", "cat\n", "Bluetooth", "problem", "bluetoothd", "enable --now bluetooth"),
    Fault(
      "sys/class/rfkill/rfkill0/soft", "1\n", "Bluetooth", "problem", "turned off by software",
      "rfkill unblock bluetooth"),
    Fault(
      "proc/sys/net/core/rmem_max", "212992\n", "Bluetooth", "advice", "208 KiB",
      "net.core.rmem_max=4194304"),
    Fault(
      "proc/77/limits", "Max realtime priority     0                    0\n", "real time",
      "advice", "may not have real-time priority", "LimitRTPRIO=20"),
    Fault(
      "run/systemd/timesync/synchronized", nil, "clock", "advice", "wrong date",
      "timedatectl set-ntp true"),
    Fault(
      "control.sock", nil, "daemon", "problem", "sinewd runs without /control.sock",
      "systemctl restart sinewd"),
    Fault(
      "feedback.sock", nil, "sockets", "problem", "/feedback.sock is not there",
      "systemctl enable --now sinewd"),
  ]

  @Test(arguments: faults)
  func aFaultIsFoundWithTheCommandThatMendsIt(_ fault: Fault) async throws {
    let gym = try await Self.healthy()
    if let text = fault.text {
      try gym.write(text, to: fault.file)
    } else {
      try FileManager.default.removeItem(atPath: "\(gym.folder)/\(fault.file)")
    }
    let (code, findings) = try await Self.examine(gym)
    let found = findings.first { finding in
      finding.text("check") == fault.check && finding.text("verdict") == fault.verdict
        && finding.text("text")?.contains(fault.says) == true
    }
    #expect(found != nil, "\(findings)")
    #expect(found?.text("command")?.contains(fault.mends) == true, "\(found?.description ?? "")")
    let hasProblem = findings.contains { $0.text("verdict") == "problem" }
    #expect(code == (hasProblem ? 1 : 0))
  }

  @Test func modemManagerIsAProblemOnlyWithoutTheRules() async throws {
    let gym = try await Self.healthy()
    try gym.write("ModemManager\n", to: "proc/90/comm")
    let told = try await Self.examine(gym).findings
    #expect(told.contains { $0.text("text")?.contains("is told to keep off") == true })
    try FileManager.default.removeItem(atPath: "\(gym.folder)/etc/udev/rules.d/60-sinew.rules")
    let free = try await Self.examine(gym).findings
    let found = free.first { $0.text("check") == "ModemManager" }
    #expect(found?.text("verdict") == "problem")
  }

  @Test func whoHoldsAPortIsNamed() async throws {
    let gym = try await Self.healthy()
    try gym.write("screen\n", to: "proc/4242/comm")
    try gym.write("", to: "proc/4242/fd/1")
    try gym.link("proc/4242/fd/5", to: "/dev/ttyUSB0")
    let (code, findings) = try await Self.examine(gym)
    #expect(code == 1)
    let found = findings.first { $0.text("text")?.contains("in use by screen") == true }
    #expect(found?.text("text")?.contains("process 4242") == true)
    #expect(found?.text("command") == "sudo kill 4242")
  }

  @Test func anEmptySystemIsExaminedToTheEnd() async throws {
    let gym = try Gym()
    let (code, findings) = try await Self.examine(gym, user: "nobody")
    #expect(code == 1)
    #expect(findings.count >= 8)
    for finding in findings where finding.text("verdict") != "ok" {
      #expect(finding.text("command")?.isEmpty == false, "\(finding)")
    }
  }

  @Test func withoutJSONEachProblemStandsAboveItsCommand() async throws {
    let gym = try Gym()
    let shown = try await gym.command("doctor", "--root", gym.folder, "--user", "ada")
    let lines = shown.output.split(separator: "\n")
    let place = try #require(lines.firstIndex { $0.contains("the group sinew does not exist") })
    #expect(lines[place].hasPrefix("problem "))
    #expect(lines[place + 1].hasSuffix(" sudo groupadd --system sinew"))
  }
}

extension Gym {
  /// Makes a symbolic link in this folder.
  fileprivate func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: "\(folder)/\(name)", withDestinationPath: target)
  }
}

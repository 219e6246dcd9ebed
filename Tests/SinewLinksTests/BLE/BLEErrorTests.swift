import Glibc
import SinewLinks
import Testing

@Suite struct BLEErrorTests {
  private static let peer = Wearable.address

  @Test(arguments: [
    (EAFNOSUPPORT, true, BLEError.noKernelSupport), (EHOSTUNREACH, true, .adapterOff),
    (ECONNREFUSED, true, .lowEnergyOff), (ECONNREFUSED, false, .notHeard(Wearable.address)),
    (EBUSY, true, .owned(Wearable.address)), (EMLINK, true, .adapterFull),
    (ENOMEM, true, .adapterFull), (ETIMEDOUT, false, .ended(.outOfRange)),
    (EHOSTDOWN, false, .notHeard(Wearable.address)), (ECONNRESET, false, .ended(.reset)),
    (ECONNABORTED, false, .ended(.adapterGone)), (EACCES, false, .pairingWanted(Wearable.address)),
    (ENOSYS, false, .notEstablished(Wearable.address)),
    (EMFILE, true, .system(.tooManyDescriptors)),
  ])
  func eachErrnoOfTheKernelHasItsMeaning(code: CInt, isAtOnce: Bool, expected: BLEError) {
    let error = BLEError(code: code, connecting: Self.peer, isAtOnce: isAtOnce)
    #expect(error == expected)
    #expect("\(error)".hasSuffix(".") && !"\(error)".contains(". "))
  }

  @Test func anOwnedSensorIsSaidToBeOwned() {
    #expect("\(BLEError.owned(Self.peer))".hasPrefix("Another program owns this sensor"))
  }

  @Test func onlyAttemptsThatWaitedThemselvesAreRepeatedAtOnce() {
    #expect(BLEError.notHeard(Self.peer).isWorthRetryingAtOnce)
    #expect(!BLEError.owned(Self.peer).isWorthRetryingAtOnce)
    #expect(!BLEError.adapterOff.isWorthRetryingAtOnce)
  }

  /// On a machine without Bluetooth; elsewhere nothing answers at this address.
  @Test func withoutBluetoothConnectingSaysSo() async throws {
    let probe = socket(31, CInt(SOCK_SEQPACKET.rawValue), 0)
    guard probe < 0 else {
      _ = close(probe)
      return
    }
    let connector = KernelConnector(waiter: try DescriptorWaiter())
    do {
      _ = try await connector.connect(to: Self.peer)
      Issue.record("connected to nothing")
    } catch {
      #expect(error as? BLEError == .noKernelSupport)
    }
  }

  @Test func theReceiveBufferIsAskedFor() throws {
    let (near, far) = try socketPair()
    let link = Descriptor(owning: near)
    let other = Descriptor(owning: far)
    #expect(KernelConnector.enlargeReceiveBuffer(link.raw) > 100_000)
    #expect(KernelConnector.enlargeReceiveBuffer(-1) == 0)
    #expect(other.raw >= 0)
  }

  @Test(arguments: [
    ("C0:C1:C2:C3:C4:C5", "C0:C1:C2:C3:C4:C5"),
    ("c0:c1:c2:c3:c4:c5,random", "C0:C1:C2:C3:C4:C5,random"),
    ("C0:C1:C2:C3:C4:C5,public", "C0:C1:C2:C3:C4:C5"),
  ])
  func anAddressIsWrittenAsItIsRead(text: String, written: String) {
    #expect(BLEAddress(text)?.description == written)
  }

  @Test(arguments: [
    "", "C0:C1:C2:C3:C4", "C0:C1:C2:C3:C4:C5,", "C0:C1:C2:C3:C4:C5,private", ",random",
  ])
  func whatIsNoAddressIsNone(text: String) {
    #expect(BLEAddress(text) == nil)
  }
}

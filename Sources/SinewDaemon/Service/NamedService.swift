internal import ServiceLifecycle

/// A service that its group can tell by its type's name. Otherwise the group prints all that the
/// service holds, at every start, which takes longer than the start itself.
protocol NamedService: Service, CustomStringConvertible {}

extension NamedService {
  var description: String { "\(Self.self)" }
}

/// What is wrong with a line of a session: a clause without a full stop.
struct SessionFault: Error {
  let why: String
  init(_ why: String) { self.why = why }
}

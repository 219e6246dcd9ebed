/// What a screen must show to see what is an athlete's own at a private station, and whose.
struct OwnView: Equatable {
  let token: String
  let athlete: String
}

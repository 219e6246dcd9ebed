import SinewCoaching
import SinewPipeline

/// An athlete who is signed in at a station: whose turn it is, or who waits for it.
struct Guest {
  let athlete: String
  let nickname: String?
  /// nil: the station's.
  let lang: String?
  /// Lets a screen at this private station see what is the athlete's own; nil without a PIN.
  let token: String?
  /// What the athlete trains here, kept while another has the turn.
  var setup: StationSetup?
}

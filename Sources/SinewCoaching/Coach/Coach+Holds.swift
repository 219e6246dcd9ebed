internal import SinewFeedback
internal import SinewSignal

extension Coach {
  /// An isometric hold goes on, or is over.
  static func hold(_ news: HoldsOfSet.News, of set: TrainingSet, decided: MonotonicTime)
    -> FeedbackMessage
  {
    let state = news.state
    let body = Hold {
      $0.muscle = news.slot.muscle
      $0.side = news.slot.side
      $0.seconds = state.seconds
      $0.targetS = set.setup.holdSeconds
      $0.inBand = state.isInBand
      $0.quality = HoldNumbers(state, prescribed: set.setup.holdSeconds).quality
      $0.steadiness = state.excessCV
    }
    return message(.hold(body), of: set, at: state.now, decided: decided)
  }
}

extension HoldNumbers {
  /// A hold outside repetitions; without a prescription it is measured by its own length.
  init(_ state: HoldWatch.State, prescribed: Double?) {
    self.init(
      seconds: state.seconds, prescribed: prescribed ?? max(state.seconds, Self.window),
      inBand: state.inBand, excessCV: state.excessCV)
  }
}

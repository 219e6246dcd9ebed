/// The settings' times in samples of the working rate.
struct OnsetDurations: BitwiseCopyable {
  let settling: Int
  let firstLevel: Double
  let restDelay: Int
  let restTime: Double
  let humTime: Int
  let restBlock: Int
  let afterOffset: Double
  let shortestRise: Double
  let refractory: Int
  let onsetLookBack: Int
  let offsetLookBack: Int
  let onsetCorrectionDelay: Int
  let offsetCorrectionDelay: Int
  let offsetLevelTime: Int
  let gapEdge: Int

  init(_ settings: OnsetDetectorSettings, rateHz: Double) {
    settling = Int(settings.settling * rateHz)
    firstLevel = settings.firstLevel * rateHz
    restDelay = Int(settings.restDelay * rateHz)
    // The level is as exact as the number of samples it rests on.
    restTime = settings.restTime * rateHz * max(1, Mathematics.squareRoot(1000 / rateHz))
    humTime = max(Int(settings.humTime * rateHz), settings.leastHumSamples)
    restBlock = Int(0.1 * rateHz)
    afterOffset = 0.03 * rateHz
    shortestRise = settings.shortestRise * rateHz
    refractory = Int(settings.refractory * rateHz)
    onsetLookBack = Int(settings.onsetLookBack * rateHz)
    offsetLookBack = Int(settings.offsetLookBack * rateHz)
    onsetCorrectionDelay = Int(settings.onsetCorrectionDelay * rateHz)
    offsetCorrectionDelay = Int(settings.offsetCorrectionDelay * rateHz)
    offsetLevelTime = Int(settings.offsetLevelTime * rateHz)
    gapEdge = Int(0.05 * rateHz)
  }
}

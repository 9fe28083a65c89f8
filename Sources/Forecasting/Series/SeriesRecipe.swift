import Training

/// The network that learns a series, and the way to train it, where nobody chose anything else. `Benchmarks/README.md` has
/// the experiments.
struct SeriesRecipe {
  /// H of each layer, from the input upwards.
  let hiddenSizes: [Int]
  /// B
  let batchSize: Int
  /// T
  let sequenceLength: Int
  /// AdamW's highest rate.
  let learningRate: Double
  /// The steps of a whole training, at least.
  let steps: Int
  /// The passes over the training part of a whole training, at least.
  let passes: Int

  /// What suits a way to read.
  init(_ reading: SeriesReading) {
    switch reading {
    case .windows(let window):
      (hiddenSizes, batchSize, sequenceLength) = ([64, 64], 32, window)
      (learningRate, steps, passes) = (4e-3, 1000, 20)
    case .streams:
      (hiddenSizes, batchSize, sequenceLength) = ([32], 16, 32)
      (learningRate, steps, passes) = (4e-3, 1000, 50)
    }
  }

  /// The budget of a training, of which a pass takes so many steps.
  func budget(stepsPerPass: Int) -> Budget { .steps(max(passes * stepsPerPass, steps)) }
}

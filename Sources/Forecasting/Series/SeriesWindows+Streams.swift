import Kernels
import Training

/// What a network reads that carries its state on: windows of one row, each after the window before it.
extension SeriesWindows {
  /// Writes the rows from `first` on as column `b` of a batch of B streams, `[T·B, D]`, and after each row what is to be
  /// predicted there into `targets` `[T·B, 1]`.
  func write(
    from first: Int, quantity: PredictedQuantity, to b: Int, of inputs: Matrix, targets: Matrix, batchSize: Int
  ) {
    for t in 0..<inputs.rows / batchSize {
      let place = t * batchSize + b
      targets[place, 0] = target(of: first + t) - write(row: first + t, quantity: quantity, to: place, of: inputs)
    }
  }

  /// Writes a row into row `place` of `[N, D]`. Returns what has to be added to the network's output.
  func write(row: Int, quantity: PredictedQuantity, to place: Int, of inputs: Matrix) -> Float {
    quantity.encode(previous: values[max(0, row - 1) * featureCount], to: place, of: inputs) { feature in
      values[row * featureCount + feature]
    }
  }

  /// The rows that are read before those whose losses count, about: a state that drifts away has shown it by then.
  private static let warmUp = 2048

  /// Some rows of a part as losses to be measured: the part in one piece, or, of a part that is longer than 2,048 rows or
  /// than what is asked for, pieces spread evenly over it, four at least, read side by side. Before each piece about 2,048
  /// rows of the series are read, or as many as stand before it.
  ///
  /// - range: the last rows known when their next ones are predicted, not empty.
  /// - most: of them, at least 1.
  func evaluation(of range: Range<Int>, most: Int, quantity: PredictedQuantity) -> EvaluationExamples {
    let count = min(range.count, most)
    let longest = range.lowerBound > 0 ? min(Self.warmUp, range.lowerBound) : Self.warmUp
    let streams = max((count + longest - 1) / longest, count < range.count ? min(4, count) : 1)
    let steps = count / streams
    let warmUp = min((Self.warmUp + steps - 1) / steps, range.lowerBound / steps)
    let chunks = (-warmUp...0).map { chunk in
      let inputs = Matrix(rows: steps * streams, columns: featureCount)
      let targets = Matrix(rows: steps * streams, columns: 1)
      for b in 0..<streams {
        let piece = range.lowerBound + b * (range.count - steps) / max(1, streams - 1)
        write(
          from: piece + chunk * steps, quantity: quantity, to: b, of: inputs, targets: targets, batchSize: streams)
      }
      return Batch(input: .features(inputs), targets: .values(targets), resets: .none)
    }
    return .chunks(chunks, steps: steps, streams: streams, warmUp: warmUp)
  }
}

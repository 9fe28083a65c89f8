import Kernels

/// A layer of the stack: cells that read the steps forwards and, in a bidirectional layer (Schuster and Paliwal
/// 1997), others that read them backwards. Its output at a step is h of each direction, side by side.
public struct RecurrentLayer: Sendable {
  /// Its place in the stack, from 0.
  public let index: Int
  /// Forwards, then backwards where there are two.
  public let directions: [LSTMLayer]

  /// Declares the parameters of a layer.
  init(index: Int, inputSize: Int, configuration: LayerConfiguration, in layout: inout ParameterLayout) {
    self.index = index
    directions = (configuration.isBidirectional ? [false, true] : [false]).map { isReversed in
      LSTMLayer(
        index: index, isReversed: isReversed, inputSize: inputSize, configuration: configuration, in: &layout)
    }
  }

  /// H
  public var hiddenSize: Int { directions[0].hiddenSize }
  /// The size of the output at a step.
  public var outputSize: Int { directions.count * hiddenSize }

  /// The columns of a direction in the output.
  func columns(of direction: Int) -> Range<Int> { direction * hiddenSize..<(direction + 1) * hiddenSize }

  /// What the next part reads, `[T·B, outputSize]`: the hidden states, after dropout where it is given.
  func output(trace: LayerTrace, batchSize: Int, dropout: DropoutDraw?, on team: ThreadTeam) -> Matrix {
    let result = lastOutput(trace: trace, batchSize: batchSize, dropout: dropout)
    guard needsJoining(dropout) else { return result }
    for (number, layer) in directions.enumerated() {
      result.columns(columns(of: number)).assign(layer.outputs(of: trace.directions[number], batchSize: batchSize))
    }
    if let dropout, dropout.rate > 0, let mask = trace.mask {
      fillDropoutMask(mask, rate: dropout.rate, seed: dropout.seed, stream: dropout.stream(layer: index), on: team)
      multiply(result, by: mask, on: team)
    }
    return result
  }

  /// The output again, as `output` left it.
  func lastOutput(trace: LayerTrace, batchSize: Int, dropout: DropoutDraw?) -> Matrix {
    if needsJoining(dropout), let joined = trace.joined { return joined }
    return directions[0].outputs(of: trace.directions[0], batchSize: batchSize)
  }

  /// One direction without dropout is read where it stands.
  private func needsJoining(_ dropout: DropoutDraw?) -> Bool {
    directions.count > 1 || dropout.map { $0.rate > 0 } ?? false
  }

  /// Draws the recurrent masks of a training step.
  func drawRecurrentMasks(_ dropout: DropoutDraw, trace: LayerTrace, on team: ThreadTeam) {
    for (layer, part) in zip(directions, trace.directions) {
      guard dropout.recurrentRate > 0, let mask = part.recurrentMask else { continue }
      fillDropoutMask(
        mask, rate: dropout.recurrentRate, seed: dropout.seed,
        stream: dropout.recurrentStream(layer: index, isReversed: layer.isReversed), on: team)
    }
  }
}

/// What a layer leaves behind for its backward pass.
///
/// Memory: its directions', and `4 · T·B · outputSize` bytes each for the mask and the joined output where
/// needed, the latter with 64 more for each row.
struct LayerTrace: Sendable {
  let directions: [LSTMTrace]
  /// `[T·B, outputSize]`: 0 or 1/(1 − rate), where the network has dropout.
  let mask: Matrix?
  /// `[T·B, outputSize]`: both directions side by side, times the mask; where there are two or a mask.
  let joined: Matrix?

  init(
    layer: RecurrentLayer, steps: Int, batchSize: Int, keepsGates: Bool, dropout: Bool, recurrentDropout: Bool
  ) {
    directions = layer.directions.map {
      LSTMTrace(
        layer: $0, steps: steps, batchSize: batchSize, keepsGates: keepsGates, recurrentDropout: recurrentDropout)
    }
    let (rows, columns) = (steps * batchSize, layer.outputSize)
    mask = dropout ? Matrix(rows: rows, columns: columns) : nil
    joined = dropout || layer.directions.count > 1 ? Matrix(rows: rows, paddedColumns: columns) : nil
  }
}

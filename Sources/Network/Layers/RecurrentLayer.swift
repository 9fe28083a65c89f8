import Kernels

/// A layer of the stack: cells that read the steps forwards and, in a bidirectional layer (Schuster and Paliwal
/// 1997), others that read them backwards. Its output at a step is h of each direction, side by side.
public struct RecurrentLayer: Sendable {
  /// Its place in the stack, from 0.
  public let index: Int
  /// Forwards, then backwards where there are two.
  public let directions: [RecurrentDirection]

  /// Declares the parameters of a layer.
  init(index: Int, inputSize: Int, configuration: LayerConfiguration, in layout: inout ParameterLayout) {
    self.index = index
    directions = (configuration.isBidirectional ? [false, true] : [false]).map { isReversed in
      RecurrentDirection(
        index: index, isReversed: isReversed, inputSize: inputSize, configuration: configuration, in: &layout)
    }
  }

  /// H
  public var hiddenSize: Int { directions[0].hiddenSize }
  /// The size of the output at a step.
  public var outputSize: Int { directions.count * directions[0].outputSize }

  /// The columns of a direction in the output.
  func columns(of direction: Int) -> Range<Int> {
    let width = directions[0].outputSize
    return direction * width..<(direction + 1) * width
  }

  /// Draws the masks of a training step.
  func drawMasks(_ dropout: DropoutDraw, _ buffers: LayerBuffers, on team: ThreadTeam) {
    for (direction, part) in zip(directions, buffers.directions) {
      guard let recurrent = part.dropout else { continue }
      fillDropoutMask(
        recurrent.mask, rate: dropout.recurrentRate, seed: dropout.seed,
        purpose: dropout.recurrentPurpose(layer: index, isReversed: direction.isReversed), on: team)
    }
    guard let mask = buffers.mask else { return }
    fillDropoutMask(mask, rate: dropout.rate, seed: dropout.seed, purpose: dropout.purpose(layer: index), on: team)
  }

  /// What the next part reads, `[T·B, outputSize]`: the hidden states, after dropout where the pass has a mask.
  func output(_ buffers: LayerBuffers, batchSize: Int, on team: ThreadTeam) -> Matrix {
    let result = lastOutput(buffers, batchSize: batchSize)
    guard buffers.joined != nil else { return result }
    for (number, direction) in directions.enumerated() {
      result.columns(columns(of: number)).assign(
        direction.outputs(of: buffers.directions[number], batchSize: batchSize))
    }
    if let mask = buffers.mask { multiply(result, by: mask, on: team) }
    return result
  }

  /// The output again, as `output` left it. One direction without dropout is read where it stands.
  func lastOutput(_ buffers: LayerBuffers, batchSize: Int) -> Matrix {
    buffers.joined ?? directions[0].outputs(of: buffers.directions[0], batchSize: batchSize)
  }
}

/// What a layer leaves behind for its backward pass.
///
/// Memory: its directions', and `4 · T·B · outputSize` bytes each for the mask and the joined output where
/// needed, the latter with 64 more for each row.
final class LayerBuffers: Sendable {
  let directions: [DirectionBuffers]
  /// `[T·B, outputSize]`: 0 or 1/(1 − rate), where outputs are dropped.
  let mask: Matrix?
  /// `[T·B, outputSize]`: both directions side by side, times the mask; where there are two or a mask.
  let joined: Matrix?

  init(_ layer: RecurrentLayer, of model: SequenceModel, steps: Int, streams: Int, purpose: PassPurpose) {
    let (configuration, learns) = (model.configuration, purpose == .learning)
    directions = layer.directions.map {
      DirectionBuffers(
        $0, steps: steps, streams: streams, purpose: purpose,
        dropsHidden: learns && configuration.recurrentDropout > 0)
    }
    let (rows, columns) = (steps * streams, layer.outputSize)
    let drops = learns && configuration.dropout > 0
    mask = drops ? Matrix(rows: rows, columns: columns) : nil
    joined = drops || layer.directions.count > 1 ? Matrix(rows: rows, paddedColumns: columns) : nil
  }

  /// The floats of the buffers of T·B rows that learn: what `init` allocates.
  static func floatCount(_ layer: RecurrentLayer, of model: SequenceModel, rows: Double, streams: Double) -> Double {
    let (configuration, columns) = (model.configuration, layer.outputSize)
    let directions = layer.directions.reduce(0) {
      $0
        + DirectionBuffers.floatCount(
          $1, rows: rows, streams: streams, dropsHidden: configuration.recurrentDropout > 0)
    }
    let drops = configuration.dropout > 0
    let joins = drops || layer.directions.count > 1
    let perRow = (drops ? columns : 0) + (joins ? Matrix.paddedStride(of: columns) : 0)
    return directions + rows * Double(perRow)
  }
}

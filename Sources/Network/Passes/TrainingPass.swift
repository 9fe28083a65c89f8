import Kernels

/// A run of a model that learns: forward, mean loss and backward through T steps of B streams (truncated
/// backpropagation through time: Williams and Peng 1990).
public final class TrainingPass {
  private let trainee: TrainableModel
  private let pass: Pass
  /// By layer and direction.
  private let backpropagations: [[DirectionBackpropagation]]
  /// Two buffers that the layers' output gradients take turns in, `[T·B, widest output]` each.
  private let gradientStorage: [FloatStorage]
  /// `[B, outputSize]`: what reaches what the head reads of windows.
  private let readoutGradient: Matrix?
  /// `[T·B, E]`: what reaches the vectors of n-grams.
  private let nGramGradient: Matrix?
  /// Where the model's gradients may be other than zero.
  public package(set) var gradientParts: VectorParts

  /// Buffers for `steps` × `streams`, and the empty state.
  public init(_ trainee: TrainableModel, steps: Int, streams: Int) {
    let model = trainee.model
    self.trainee = trainee
    pass = Pass(
      trainee.loaded, steps: steps, state: RecurrentState(model: model, batchSize: streams), for: .learning,
      on: trainee.loaded.team)
    backpropagations = zip(model.layers, pass.layers).map { layer, buffers in
      zip(layer.directions, buffers.directions).map { DirectionBackpropagation($0, $1, streams: streams) }
    }
    gradientStorage = (0..<2).map { _ in FloatStorage(count: steps * streams * model.widestOutput) }
    readoutGradient =
      model.configuration.window == nil ? nil : Matrix(rows: streams, columns: model.top.outputSize)
    nGramGradient = model.nGramInput.map { Matrix(rows: steps * streams, paddedColumns: $0.embedding.columns) }
    gradientParts = VectorParts(model.layout)
  }

  /// The floats of a pass over `steps` × `streams`: what `init` allocates, the model excepted.
  ///
  /// Double, since what is too large to be allocated may be too large for an integer.
  public static func floatCount(of model: SequenceModel, steps: Int, streams: Int) -> Double {
    let (streams, rows) = (Double(streams), Double(steps) * Double(streams))
    let isWindow = model.configuration.window != nil
    var (sum, perStream) = (0.0, RecurrentState.floatsPerStream(model: model))
    for layer in model.layers {
      sum += LayerBuffers.floatCount(layer, of: model, rows: rows, streams: streams)
      for direction in layer.directions { perStream += DirectionBackpropagation.floatsPerStream(direction) }
    }
    // What the head reads of windows, and what reaches it.
    if isWindow { perStream += 2 * model.top.outputSize }
    sum += HeadBuffers.floatCount(head: model.head, rows: isWindow ? streams : rows)
    sum += model.tokenInput.map { TokenBuffers.floatCount(input: $0, tokens: rows) } ?? 0
    if let input = model.nGramInput {
      sum += NGramBuffers.floatCount(input: input, tokens: rows)
      sum += rows * Double(Matrix.paddedStride(of: input.embedding.columns))
    }
    return sum + 2 * rows * Double(model.widestOutput) + streams * Double(perStream)
  }

  /// The state that the streams carry from chunk to chunk; no gradient goes with it.
  public var state: RecurrentState {
    get { pass.state }
    set { pass.state = newValue }
  }

  /// What may end a run before its time; nil where each is made to its end.
  public var stop: StopCheck? {
    get { pass.stop }
    set { pass.stop = newValue }
  }

  /// Puts the model's gradients back to zeros, wherever passes of this one have added to them.
  public func clearGradients() {
    clear(trainee.gradients.row, at: gradientParts.always)
    clear(trainee.gradients.row, at: gradientParts.rows)
    gradientParts.forgetRows()
  }

  /// One run from the state, which is left as it is after the last step.
  ///
  /// - targets: one for each row that the head reads.
  /// - dropout: the masks to draw; nil where the network drops nothing.
  /// - fraction: what part of a batch these streams are; 1 for all of it.
  ///
  /// Adds `fraction` of the gradients of the mean loss to the model's. Returns the mean loss; not finite when the
  /// parameters have diverged. No allocation but the team's. A run that is stopped leaves no loss, gradients or state of use.
  public func addGradients(
    _ input: SequenceInput, targets: SequenceTargets, dropout: DropoutDraw?, fraction: Float = 1
  ) -> Double {
    let model = trainee.model
    let drops = model.configuration.dropout > 0 || model.configuration.recurrentDropout > 0
    precondition(drops == (dropout != nil), "masks for a network that drops \(drops ? "something" : "nothing")")
    let hiddens = pass.forward(input, dropout: dropout)
    let outputGradient = gradient(of: model.top)
    model.head.lossesAndGradients(
      of: hiddens, targets: targets, fraction: fraction, hiddenGradient: readoutGradient ?? outputGradient, of: trainee,
      pass.head, unless: stop)
    spreadReadoutGradient(into: outputGradient)
    for layer in model.layers.reversed() where !stop.isOver { backpropagate(layer, input) }
    if stop.isOver { return .nan }
    if let tokenInput = model.tokenInput, let weights = trainee.backward.tokenInput, let tokens = pass.tokens {
      tokenInput.backward(
        weights, tokens, first: pass.layers[0], into: trainee.gradients, on: trainee.loaded.team)
    }
    backpropagateNGrams(input)
    return meanLoss
  }

  /// What reaches a layer's output, `[T·B, outputSize]`.
  private func gradient(of layer: RecurrentLayer) -> Matrix {
    Matrix(storage: gradientStorage[layer.index % 2], rows: pass.steps * pass.streams, columns: layer.outputSize)
  }

  /// Of a window only the last step is read, so nothing reaches the output of the others.
  private func spreadReadoutGradient(into outputGradient: Matrix) {
    guard let gradient = readoutGradient else { return }
    outputGradient.fill(0)
    pass.forEachReadout { rows, columns in
      outputGradient.rows(rows).columns(columns).assign(gradient.columns(columns))
    }
  }

  private func backpropagate(_ layer: RecurrentLayer, _ input: SequenceInput) {
    let (gradients, team, buffers) = (trainee.gradients, trainee.loaded.team, pass.layers[layer.index])
    let outputGradient = gradient(of: layer)
    if let mask = buffers.mask { multiply(outputGradient, by: mask, on: team) }
    let below = layer.index > 0 ? trainee.model.layers[layer.index - 1] : nil
    let inputGradient = below.map { gradient(of: $0) } ?? nGramGradient
    inputGradient?.fill(0)
    for (number, direction) in layer.directions.enumerated() {
      direction.backpropagate(
        outputGradient: outputGradient.columns(layer.columns(of: number)), inputGradient: inputGradient,
        backpropagations[layer.index][number], trainee.backward.layers[layer.index][number], into: gradients,
        unless: stop, on: team)
    }
    guard let read = sequence(readAbove: below, input) else { return }
    for (direction, part) in zip(layer.directions, buffers.directions) {
      direction.addInputWeightGradient(read, part, into: gradients, unless: stop, on: team)
    }
  }

  /// What the layer above another one has read, `[T·B, D]`; nil of the first layer where it reads tokens.
  private func sequence(readAbove layer: RecurrentLayer?, _ input: SequenceInput) -> Matrix? {
    if let layer { return layer.lastOutput(pass.layers[layer.index], batchSize: pass.streams) }
    if case .features(let features) = input { return features }
    return pass.nGrams?.vectors
  }

  private func backpropagateNGrams(_ input: SequenceInput) {
    guard let nGramInput = trainee.model.nGramInput, let buffers = pass.nGrams, let nGramGradient,
      case .tokens(let tokens) = input
    else { return }
    nGramInput.backward(tokens, buffers, gradient: nGramGradient, into: trainee.gradients, on: trainee.loaded.team)
    for rows in buffers.rows { gradientParts.add(rows: rows) }
  }

  private var meanLoss: Double {
    let losses = pass.head.losses
    var sum = 0.0
    for row in 0..<losses.rows { sum += Double(losses[row, 0]) }
    return sum / Double(losses.rows)
  }

  /// What reaches the state that the last run began from.
  ///
  /// For checks; training does not need it. Allocates its result.
  package func initialStateGradients() -> RecurrentState {
    let (model, streams) = (trainee.model, pass.streams)
    let result = RecurrentState(model: model, batchSize: streams)
    for layer in model.layers {
      for (number, direction) in layer.directions.enumerated() {
        let backpropagation = backpropagations[layer.index][number]
        let parts = result.layers[layer.index][number].parts
        let first = direction.rows(0..<streams, atStep: direction.step(0, of: pass.steps), of: streams)
        direction.carry(
          backpropagation.buffers.gates.rows(first.gates), 0..<streams, backpropagation,
          trainee.backward.layers[layer.index][number], into: parts[0])
        for (part, carried) in zip(parts.dropFirst(), backpropagation.carried) { part.assign(carried) }
      }
    }
    return result
  }
}

import Kernels

/// What a pass is for, and so which of its numbers are left when it has ended.
enum PassPurpose: Sendable {
  /// The outputs and losses alone.
  case reading
  /// The gates of every step too.
  case inspecting
  /// All that backward needs, with dropout.
  case learning
}

/// A run of a model over T steps of B streams, again and again: the state that the streams carry, and all buffers,
/// allocated once.
public final class Pass {
  /// What is run.
  public let loaded: LoadedModel
  /// T
  public let steps: Int
  /// The state of the B streams, which each run begins from and leaves behind.
  public var state: RecurrentState
  let layers: [LayerBuffers]
  let head: HeadBuffers
  private(set) var tokens: TokenBuffers?
  private(set) var nGrams: NGramBuffers?
  /// `[B, outputSize]` of the last layer: what the head reads of windows.
  private let readout: Matrix?
  private let team: ThreadTeam
  /// What may end a run before its time, with outputs that are worth nothing.
  var stop: StopCheck?

  /// Buffers for `steps` × `streams`, and the empty state.
  ///
  /// - team: other threads than the model's.
  public convenience init(_ loaded: LoadedModel, steps: Int, streams: Int, on team: ThreadTeam? = nil) {
    self.init(
      loaded, steps: steps, state: RecurrentState(model: loaded.model, batchSize: streams), for: .reading,
      on: team ?? loaded.team)
  }

  init(_ loaded: LoadedModel, steps: Int, state: RecurrentState, for purpose: PassPurpose, on team: ThreadTeam) {
    let (model, streams) = (loaded.model, state.streamCount)
    precondition(steps > 0 && streams > 0, "a pass of \(steps) steps of \(streams) streams")
    (self.loaded, self.steps, self.state, self.team) = (loaded, steps, state, team)
    let rows = steps * streams
    tokens = model.tokenInput.map { TokenBuffers(input: $0, tokens: rows) }
    nGrams = model.nGramInput.map { NGramBuffers(input: $0, tokens: rows) }
    layers = model.layers.map { LayerBuffers($0, of: model, steps: steps, streams: streams, purpose: purpose) }
    let isWindow = model.configuration.window != nil
    head = HeadBuffers(head: model.head, rows: isWindow ? streams : rows)
    readout = isWindow ? Matrix(rows: streams, columns: model.top.outputSize) : nil
  }

  /// B
  public var streams: Int { state.streamCount }

  /// Runs T steps of B streams from the state, and leaves the state after them.
  ///
  /// Returns what the head reads, `[N, outputSize]` where N is T·B, or B for the last step of windows: a view of the
  /// buffers. No allocation.
  @discardableResult
  public func forward(_ input: SequenceInput) -> Matrix { forward(input, dropout: nil) }

  /// - dropout: the masks to draw while learning.
  func forward(_ input: SequenceInput, dropout: DropoutDraw?) -> Matrix {
    let model = loaded.model
    var read = firstLayerInput(input)
    for (layer, buffers) in zip(model.layers, layers) {
      if let dropout { layer.drawMasks(dropout, buffers, on: team) }
      for (number, direction) in layer.directions.enumerated() {
        direction.runCells(
          read, state: state.layers[layer.index][number], loaded.weights.layers[layer.index][number],
          buffers.directions[number], unless: stop, on: team)
      }
      read = .sequence(layer.output(buffers, batchSize: streams, on: team))
    }
    guard case .sequence(let output) = read else { preconditionFailure("a model without layers") }
    guard let readout else { return output }
    forEachReadout { rows, columns in readout.columns(columns).assign(output.rows(rows).columns(columns)) }
    return readout
  }

  private func firstLayerInput(_ input: SequenceInput) -> LayerInput {
    let (model, rows) = (loaded.model, steps * streams)
    switch input {
    case .tokens(let ids):
      precondition(ids.count == rows, "\(ids.count) tokens for \(steps) steps of \(streams)")
      if let nGramInput = model.nGramInput, let preceding = state.preceding {
        return .sequence(
          nGramInput.forward(ids, preceding: preceding, loaded.parameters, &nGrams!, on: team))
      }
      guard let tokenInput = model.tokenInput, let weights = loaded.weights.tokenInput else {
        preconditionFailure("tokens for a network that reads numbers")
      }
      return tokenInput.forward(ids, weights, &tokens!, on: team)
    case .features(let features):
      precondition(
        model.configuration.input == .features(size: features.columns) && features.rows == rows,
        "\(features.rows) rows of \(features.columns) numbers for \(steps) steps of \(streams)")
      return .sequence(features)
    }
  }

  /// The rows of the last layer's output that a direction's last step stands in, and its columns.
  func forEachReadout(_ body: (Range<Int>, Range<Int>) -> Void) {
    let top = loaded.model.top
    for (number, direction) in top.directions.enumerated() {
      let last = direction.step(steps - 1, of: steps)
      body(last * streams..<(last + 1) * streams, top.columns(of: number))
    }
  }

  /// The outputs for some rows of what `forward` returned, `[N, V]`: logits, or what is predicted. Overwrites.
  public func outputs(of hiddens: Matrix, into outputs: Matrix) {
    loaded.model.head.outputs(of: hiddens, into: outputs, loaded.weights, on: team)
  }

  /// The loss of every row that the head reads, `[N, 1]`: a view of the buffers.
  public func losses(_ input: SequenceInput, targets: SequenceTargets) -> Matrix {
    loaded.model.head.losses(of: forward(input), targets: targets, loaded.weights, head, on: team)
    return head.losses
  }
}

import Kernels

/// Which of a weight's two products panels are for.
enum ProductOrder: Sendable {
  /// y = W x, from the input upwards.
  case forward
  /// dx = Wᵀ dy, back again.
  case backward
}

/// Every weight of a network in the order in which the products of one direction through it read them, and the
/// parameters themselves for what is no product.
///
/// Memory: `4 · parameters` bytes, each row filled up to sixteen columns.
final class PackedWeights: Sendable {
  /// The floats that were packed.
  let parameters: ParameterVector
  /// Nil for a network that reads numbers.
  let tokenInput: PackedTokenInput?
  /// By layer and direction.
  let layers: [[PackedDirection]]
  /// The decoder's weight.
  let head: PackedMatrix
  private let headWeight: Matrix
  private let order: ProductOrder

  /// Room for the weights of a network, and the weights.
  ///
  /// - tables: whether the first layer's sums are looked up for all tokens at once, which pays where weights stay.
  init(
    _ model: SequenceModel, _ parameters: ParameterVector, order: ProductOrder, tables: TokenTables = .ofEachChunk,
    on team: ThreadTeam
  ) {
    (self.parameters, self.order) = (parameters, order)
    tokenInput = model.tokenInput.map { PackedTokenInput($0, parameters, order: order, tables: tables) }
    layers = model.layers.map { layer in
      layer.directions.map {
        PackedDirection($0, parameters, readsTable: layer.index == 0 && model.tokenInput != nil, order: order)
      }
    }
    headWeight = parameters[model.head.weight]
    head = PackedMatrix(weight: headWeight, order: order)
    pack(on: team)
  }

  /// Packs the weights anew: after every change. Cost: one read and one write of every weight.
  func pack(on team: ThreadTeam) {
    tokenInput?.pack(order, on: team)
    for layer in layers { for direction in layer { direction.pack(order, on: team) } }
    head.pack(headWeight, order, on: team)
  }
}

/// The weights of a direction as products read them.
final class PackedDirection: Sendable {
  /// The whole vector.
  let parameters: ParameterVector
  /// `[1, G·H]`: what the sums begin with, the bias or zeros.
  let start: Matrix
  /// W_ih `[G·H, D]`; nil where the sums of the input come from a table of tokens.
  let input: PackedMatrix?
  /// W_hh `[G·H, P]`
  let recurrent: PackedMatrix
  /// The cell's own weights.
  let own: [PackedMatrix]
  private let sources: [(panels: PackedMatrix, weight: Matrix)]

  init(_ direction: RecurrentDirection, _ parameters: ParameterVector, readsTable: Bool, order: ProductOrder) {
    self.parameters = parameters
    start = direction.sumStart(in: parameters)
    func panels(_ weight: Matrix) -> (panels: PackedMatrix, weight: Matrix) {
      (PackedMatrix(weight: weight, order: order), weight)
    }
    let input = readsTable ? nil : panels(parameters[direction.inputWeight])
    let recurrent = panels(parameters[direction.recurrentWeight])
    let own = direction.cell.ownWeights(of: parameters).map(panels)
    (self.input, self.recurrent, self.own) = (input?.panels, recurrent.panels, own.map(\.panels))
    sources = (input.map { [$0] } ?? []) + [recurrent] + own
  }

  func pack(_ order: ProductOrder, on team: ThreadTeam) {
    for (panels, weight) in sources { panels.pack(weight, order, on: team) }
  }
}

extension PackedMatrix {
  /// Room for a weight `[N, K]`.
  init(weight: Matrix, order: ProductOrder) {
    switch order {
    case .forward: self.init(depth: weight.columns, columns: weight.rows)
    case .backward: self.init(depth: weight.rows, columns: weight.columns)
    }
  }

  /// Overwrites the panels with a weight.
  func pack(_ weight: Matrix, _ order: ProductOrder, on team: ThreadTeam) {
    switch order {
    case .forward: packTransposed(weight, on: team)
    case .backward: pack(weight, on: team)
    }
  }
}

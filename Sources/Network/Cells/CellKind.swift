import Kernels

/// What the cells of a layer are: the one place where kinds of cells are named.
public enum CellKind: Hashable, Sendable {
  /// An LSTM cell and its variants (Greff et al. 2017).
  case gated(CellVariant)
  /// The same with layer normalisation (Ba, Kiros and Hinton 2016).
  case normalized(CellVariant)
  /// The same with its output projected to `size` numbers (Sak, Senior and Beaufays 2014).
  case projected(CellVariant, size: Int)

  /// The kinds that have a name, and their names.
  public static let named: [(name: String, kind: CellKind)] =
    CellVariant.named.map { ($0.name, .gated($0.variant)) }
    + [("layer-norm", .normalized(CellVariant())), ("coupled-layer-norm", .normalized(.coupled))]

  /// The gates, and how candidate and cell are squashed.
  public var variant: CellVariant {
    get {
      switch self {
      case .gated(let variant), .normalized(let variant), .projected(let variant, _): variant
      }
    }
    set {
      switch self {
      case .gated: self = .gated(newValue)
      case .normalized: self = .normalized(newValue)
      case .projected(_, let size): self = .projected(newValue, size: size)
      }
    }
  }

  /// P, the size of h, of a layer of `hiddenSize` cells.
  public func outputSize(hiddenSize: Int) -> Int {
    if case .projected(_, let size) = self { size } else { hiddenSize }
  }

  /// Throws what keeps cells of this kind from being built.
  func validate(hiddenSize: Int) throws(NetworkError) {
    if variant.forgetGate == .coupled && !variant.hasInputGate { throw .coupledToNothing }
    if variant.hasFullGateRecurrence && variant.blockCount < 4 { throw .fullGateRecurrenceWithoutGates }
    switch self {
    case .gated: break
    case .normalized:
      guard [CellVariant(), .coupled].contains(variant) else { throw .variant(of: "layer normalisation") }
    case .projected(_, let size):
      guard (1..<max(2, hiddenSize)).contains(size) else {
        throw .size(name: "projection size", value: size, allowed: 1...max(1, hiddenSize - 1))
      }
      if variant.hasPeepholes || variant.hasFullGateRecurrence { throw .variant(of: "a projection") }
    }
  }

  /// The cells of a direction, their own parameters declared.
  ///
  /// - bias: `[G·H]`, declared already.
  func makeCell(
    size: Int, direction name: String, bias: ParameterHandle, in layout: inout ParameterLayout
  ) -> any Cell {
    switch self {
    case .gated(let variant): GatedCell(variant, size: size, direction: name, in: &layout)
    case .normalized(let variant): NormalizedCell(variant, size: size, direction: name, bias: bias, in: &layout)
    case .projected(let variant, let projection):
      ProjectedCell(variant, size: size, outputSize: projection, direction: name, in: &layout)
    }
  }
}

/// What an LSTM cell is made of: the one description that forward, backward, checkpoint and diagram follow.
///
///     i = σ(z_i + p_i ∘ c[t−1])   f = σ(z_f + p_f ∘ c[t−1])   g = φ(z_g)
///     c = f ∘ c[t−1] + i ∘ g      o = σ(z_o + p_o ∘ c)        h = o ∘ ψ(c)
///
/// where z is the input's and the hidden state's part with its bias. A gate that a variant lacks is 1 everywhere.
/// Names and variants follow Greff, Srivastava, Koutník, Steunebrink and Schmidhuber (2017).
public struct CellVariant: Codable, Hashable, Sendable {
  /// How the candidate and the cell are squashed.
  public enum Activation: String, Codable, CaseIterable, Sendable {
    case tanh
    case relu
    /// Left as it is.
    case identity
  }

  /// Where the forget gate comes from.
  public enum ForgetGate: String, Codable, Sendable {
    /// A gate with weights of its own.
    case own
    /// f = 1 − i, without weights.
    case coupled
    /// f = 1.
    case none
  }

  /// Whether there is an input gate.
  public var hasInputGate = true
  /// The forget gate.
  public var forgetGate = ForgetGate.own
  /// Whether there is an output gate.
  public var hasOutputGate = true
  /// Whether the gates see the cell: p (Gers and Schmidhuber 2000).
  public var hasPeepholes = false
  /// Whether the gates also see what all gates were one step ago.
  public var hasFullGateRecurrence = false
  /// φ
  public var inputActivation = Activation.tanh
  /// ψ
  public var outputActivation = Activation.tanh

  /// The usual cell, without peepholes: PyTorch's and Keras's.
  @inlinable
  public init() {}

  /// The number of blocks of H rows in a layer's weights: the gates with weights of their own, and the candidate.
  public var blockCount: Int { 1 + (hasInputGate ? 1 : 0) + (forgetGate == .own ? 1 : 0) + (hasOutputGate ? 1 : 0) }

  /// Which block each part's rows are, in the order i, f, g, o; nil for a gate without weights.
  public var inputBlock: Int? { hasInputGate ? 0 : nil }
  /// See `inputBlock`.
  public var forgetBlock: Int? { forgetGate == .own ? (hasInputGate ? 1 : 0) : nil }
  /// See `inputBlock`.
  public var candidateBlock: Int { (hasInputGate ? 1 : 0) + (forgetGate == .own ? 1 : 0) }
  /// See `inputBlock`.
  public var outputBlock: Int? { hasOutputGate ? candidateBlock + 1 : nil }
}

extension CellVariant {
  /// The variants that have a name, and their names: the usual cell, the same with coupled gates, and those of Greff et
  /// al. with what each changes in the cell with peepholes.
  public static let named: [(name: String, variant: CellVariant)] = [
    ("standard", CellVariant()),
    ("coupled", coupled),
    ("peephole", peephole { _ in }),
    ("no-input-gate", peephole { $0.hasInputGate = false }),
    ("no-forget-gate", peephole { $0.forgetGate = .none }),
    ("no-output-gate", peephole { $0.hasOutputGate = false }),
    ("no-input-activation", peephole { $0.inputActivation = .identity }),
    ("no-output-activation", peephole { $0.outputActivation = .identity }),
    ("coupled-peephole", peephole { $0.forgetGate = .coupled }),
    ("full-gate-recurrence", peephole { $0.hasFullGateRecurrence = true }),
  ]

  /// The usual cell with f = 1 − i. Since 1 − σ(z) = σ(−z), it is the usual cell whose forget gate has the input gate's
  /// weights with the other sign, at three quarters of the cost.
  public static let coupled = {
    var variant = CellVariant()
    variant.forgetGate = .coupled
    return variant
  }()

  private static func peephole(_ change: (inout CellVariant) -> Void) -> CellVariant {
    var variant = CellVariant()
    variant.hasPeepholes = true
    change(&variant)
    return variant
  }
}

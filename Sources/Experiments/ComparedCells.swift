import Kernels
import Network

/// The kinds of cells that experiments compare.
public enum ComparedCells {
  /// Each kind that has a name; `original`, the cell of Hochreiter and Schmidhuber (1997), which had neither forget gate nor
  /// peepholes; and the usual one with relu.
  public static let all: [(name: String, kind: CellKind)] = {
    var (original, relu) = (CellVariant(), CellVariant())
    original.forgetGate = .none
    (relu.inputActivation, relu.outputActivation) = (.relu, .relu)
    return CellKind.named + [("original", .gated(original)), ("standard-relu", .gated(relu))]
  }()
}

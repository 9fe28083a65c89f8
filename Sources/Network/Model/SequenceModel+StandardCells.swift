import Kernels

extension SequenceModel {
  /// The same network with the usual cells in place of coupled ones, and its parameters: since 1 − σ(z) = σ(−z), the
  /// forget gate has the input gate's weights and bias with the other sign. Other programs know these cells.
  ///
  /// Nil where some cells are neither. Allocates a parameter vector.
  public func withStandardCells(_ parameters: ParameterVector) throws(NetworkError) -> (
    model: SequenceModel, parameters: ParameterVector
  )? {
    var expanded = configuration
    for index in expanded.layers.indices {
      let kinds: [CellKind] = [.gated(CellVariant()), .gated(.coupled)]
      guard kinds.contains(expanded.layers[index].cell) else { return nil }
      expanded.layers[index].cell = kinds[0]
    }
    let model = try SequenceModel(expanded)
    let result = ParameterVector(zeros: model.layout)
    for (from, to) in zip(layout.entries, model.layout.entries) {
      let (source, target) = (parameters[from.handle], result[to.handle])
      if from.handle.count == to.handle.count {
        target.assign(source)
      } else if from.shape.count == 1 {
        let width = source.columns / 3
        Self.uncouple(blocks: { source.columns($0 * width..<($0 + 1) * width) }) {
          target.columns($0 * width..<($0 + 1) * width)
        }
      } else {
        let width = source.rows / 3
        Self.uncouple(blocks: { source.rows($0 * width..<($0 + 1) * width) }) {
          target.rows($0 * width..<($0 + 1) * width)
        }
      }
    }
    return (model, result)
  }

  /// The blocks i, g, o become i, f, g, o with f = −i.
  private static func uncouple(blocks source: (Int) -> Matrix, into target: (Int) -> Matrix) {
    for (to, from) in [0, 0, 1, 2].enumerated() { target(to).assign(source(from)) }
    let forget = source(0).values
    target(1).fill { -forget[$0] }
  }
}

import Kernels

/// A layout and one contiguous, 64-byte aligned buffer of floats: parameters, gradients, moments.
///
/// A reference: whoever has it sees what others write; `copy()` makes new floats. Memory: `4 · layout.count` bytes.
public final class ParameterVector: Sendable {
  /// Names and shapes.
  public let layout: ParameterLayout
  /// All floats as one row, `[1, count]`.
  public let row: Matrix

  /// Zeros. One allocation.
  public init(zeros layout: ParameterLayout) {
    self.layout = layout
    row = Matrix(rows: 1, columns: layout.count)
  }

  /// Floats that are there already, `[1, layout.count]`.
  package init(_ layout: ParameterLayout, floats row: Matrix) {
    precondition(row.rows == 1 && row.columns == layout.count, "\(row.columns) floats of \(layout.count)")
    (self.layout, self.row) = (layout, row)
  }

  /// Initial values as the layout states them, drawn in its order.
  public convenience init(initialized layout: ParameterLayout, using generator: inout Philox) {
    self.init(zeros: layout)
    for entry in layout.entries {
      let values = self[entry.handle]
      switch entry.initializer {
      case .zeros: break
      case .uniform(let bound): values.fill { _ in generator.nextUniform(bound: bound) }
      case .ones(let columns): values.columns(columns).fill(1)
      }
    }
  }

  /// One parameter, a view `[rows, columns]`.
  public subscript(handle: ParameterHandle) -> Matrix {
    Matrix(storage: row.storage, offset: handle.offset, rows: handle.rows, columns: handle.columns)
  }

  /// A vector of the same layout with floats of its own. One allocation.
  public func copy() -> ParameterVector {
    let other = ParameterVector(zeros: layout)
    other.row.assign(row)
    return other
  }
}

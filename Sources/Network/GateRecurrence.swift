import Kernels

/// The weights between the gates of two steps (full gate recurrence, Greff et al. 2017), as products between whole
/// rows [i f g o]: the candidate has zeros there.
struct PackedGateRecurrence: Sendable {
  /// `[4H, 4H]`, the rows of this step's gates, the columns of the last step's.
  private let padded: Matrix
  /// Its transpose, for forward.
  let forward: PackedMatrix
  /// Itself, for backward.
  let backward: PackedMatrix?

  init(hiddenSize: Int, forTraining: Bool) {
    let size = 4 * hiddenSize
    padded = Matrix(rows: size, columns: size)
    forward = PackedMatrix(depth: size, columns: size)
    backward = forTraining ? PackedMatrix(depth: size, columns: size) : nil
  }

  func pack(_ weight: Matrix, on team: ThreadTeam) {
    let parts = GateRecurrence.parts(hiddenSize: weight.rows / 3)
    for to in parts {
      for from in parts {
        padded.rows(to.gates).columns(from.gates).assign(weight.rows(to.weights).columns(from.weights))
      }
    }
    forward.packTransposed(padded, on: team)
    backward?.pack(padded, on: team)
  }
}

/// How the rows and columns of the `[3H, 3H]` weight lie in the `4H` columns of the gates.
enum GateRecurrence {
  /// i and f stand together, o apart from them.
  static func parts(hiddenSize: Int) -> [(gates: Range<Int>, weights: Range<Int>)] {
    [
      (0..<2 * hiddenSize, 0..<2 * hiddenSize),
      (3 * hiddenSize..<4 * hiddenSize, 2 * hiddenSize..<3 * hiddenSize),
    ]
  }

  /// Adds the gradient of the weight `[3H, 3H]`, from those of the gates `[N, 4H]` and the gates one step before them.
  static func addGradient(
    gateGradients: Matrix, previousGates: Matrix, into gradient: Matrix, on team: ThreadTeam
  ) {
    let parts = parts(hiddenSize: gradient.rows / 3)
    for to in parts {
      for from in parts {
        addTransposedProduct(
          gateGradients.columns(to.gates), previousGates.columns(from.gates),
          into: gradient.rows(to.weights).columns(from.weights), on: team)
      }
    }
  }
}

import Kernels

extension LSTMLayer {
  /// gates = W_ih x + b for all T·B rows at once. Overwrites the trace's gates.
  func projectInput(
    _ input: Matrix, parameters: ParameterVector, packed: PackedLSTM, trace: LSTMTrace, on team: ThreadTeam
  ) {
    guard let weights = packed.input else { preconditionFailure("the first layer's input comes from a table") }
    broadcastRow(parameters[bias], into: trace.gates, on: team)
    addProduct(input, weights, into: trace.gates, on: team)
  }

  /// Runs the cells through time, from the state in the first B rows of the trace.
  ///
  /// The rows of the batch are independent, so each thread takes some of them through all steps and no thread
  /// waits for another: every sum keeps its order whatever their number.
  func runCells(packed: PackedLSTM, trace: LSTMTrace, batchSize: Int, on team: ThreadTeam) {
    let steps = trace.gates.rows / batchSize
    team.split(batchSize) { rows in
      for t in 0..<steps {
        let now = rows.at(step: t, of: batchSize)
        let next = rows.at(step: t + 1, of: batchSize)
        let gates = trace.gates.rows(now)
        addProduct(trace.hiddens.rows(now), packed.recurrent, into: gates)
        forwardCell(
          gates: gates, previousCell: trace.cells.rows(now), cell: trace.cells.rows(next),
          hidden: trace.hiddens.rows(next))
      }
    }
  }

  /// What the next part reads, `[T·B, H]`: the hidden states, after dropout where `dropout` is given.
  func output(trace: LSTMTrace, batchSize: Int, dropout: DropoutDraw?, index: Int, on team: ThreadTeam) -> Matrix {
    let hiddens = trace.hiddens.rows(batchSize..<trace.hiddens.rows)
    guard let dropout, let mask = trace.mask, let dropped = trace.dropped else { return hiddens }
    fillDropoutMask(mask, rate: dropout.rate, seed: dropout.seed, stream: dropout.stream(layer: index), on: team)
    dropped.assign(hiddens)
    multiply(dropped, by: mask, on: team)
    return dropped
  }
}

/// Which masks a training step draws: the same seed and step give the same masks.
public struct DropoutDraw: Equatable, Sendable {
  /// The share dropped.
  public let rate: Float
  /// `--rng-seed`.
  public let seed: UInt64
  /// The number of the step.
  public let step: UInt64

  /// The masks of a step.
  public init(rate: Float, seed: UInt64, step: UInt64) {
    (self.rate, self.seed, self.step) = (rate, seed, step)
  }

  /// Streams below 2³² are left to the other uses of the seed.
  package func stream(layer: Int) -> UInt64 { (step + 1) << 32 | UInt64(layer) }
}

extension Range<Int> {
  /// The same rows of the batch at step `t` of a `[T, B]` buffer.
  func at(step t: Int, of batchSize: Int) -> Range<Int> {
    t * batchSize + lowerBound..<t * batchSize + upperBound
  }
}

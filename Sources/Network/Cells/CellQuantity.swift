import Kernels

/// What can be looked at in a cell, in the order in which a record lists the quantities.
public enum CellQuantity: String, CaseIterable, Codable, Sendable {
  /// How much of the candidate enters.
  case inputGate
  /// How much of the cell's state is kept.
  case forgetGate
  /// How much of the cell's state is shown.
  case outputGate
  /// What may enter.
  case candidate
  /// The cell's state.
  case cell
  /// What the layer passes on, which every cell has.
  case hidden

  /// What a quantity is for, from which follows where its numbers lie.
  public enum Kind: Sendable {
    /// From 0 to 1: lets a part of something through.
    case gate
    /// About −1 to 1: may become a part of the memory.
    case candidate
    /// Unbounded, and seen through tanh: what the cell remembers.
    case memory
    /// About −1 to 1: what the cell passes on.
    case output
  }

  /// What the quantity is for.
  public var kind: Kind {
    switch self {
    case .inputGate, .forgetGate, .outputGate: .gate
    case .candidate: .candidate
    case .cell: .memory
    case .hidden: .output
    }
  }

  /// The quantity in words.
  public var name: String {
    switch self {
    case .inputGate: "input gate"
    case .forgetGate: "forget gate"
    case .outputGate: "output gate"
    case .candidate: "candidate"
    case .cell: "cell, tanh(c)"
    case .hidden: "hidden state"
    }
  }
}

/// Where a pass leaves a quantity of a direction's cells, H numbers a row.
enum QuantityPlace: Sendable {
  /// A block of the sums, counted from 0, which are activations after the step.
  case block(Int)
  /// One minus the activations of a block.
  case complement(ofBlock: Int)
  /// A part of the state after the step, counted from 0.
  case state(Int)
  /// Something that the cell keeps beside its gates, counted from 0.
  case kept(Int)
  /// What each cell shows, see `Cell.shown`.
  case shown
}

extension RecurrentDirection {
  /// A quantity of the cells in some rows, `[rows, H]`: a view, or a copy where no buffer holds the quantity as it is.
  func numbers(at place: QuantityPlace, _ rows: StepRows, _ buffers: DirectionBuffers) -> Matrix {
    func block(_ index: Int) -> Matrix {
      buffers.gates.rows(rows.gates).columns(index * hiddenSize..<(index + 1) * hiddenSize)
    }
    switch place {
    case .block(let index): return block(index)
    case .complement(let index):
      let gate = block(index)
      return Matrix(rows: gate.rows, columns: gate.columns, values: gate.values.map { 1 - $0 })
    case .state(let part): return buffers.states[part].rows(rows.next)
    case .kept(let part): return buffers.kept[part].rows(rows.gates)
    case .shown: return cell.shown(rows, buffers)
    }
  }
}

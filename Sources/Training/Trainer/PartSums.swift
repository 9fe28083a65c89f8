import Kernels
import Network
import Workers

/// The gradient of a batch: those of this process's parts, each computed by itself, added up with each other and with those
/// of all other processes.
///
/// Memory: a vector for each node of the tree that waits for its other half, and what the exchange receives.
final class PartSums {
  /// The order of the sum, and who has which parts.
  let tree: PartTree
  private let workers: any Communicator
  private let trainee: TrainableModel
  private let pass: TrainingPass
  private let exchange: GradientExchange
  private let rows: RowExchange
  /// What waits for its other half; the latest sum is the model's gradients.
  private var waiting: [Node] = []
  /// Vectors to wait in, whose tables are zeros.
  private var spare: [ParameterVector] = []

  private struct Node {
    let range: Range<Int>
    let sum: ParameterVector
    let parts: VectorParts
  }

  /// - pass: what adds to the model's gradients.
  init(_ trainee: TrainableModel, _ pass: TrainingPass, parts: Int, among workers: any Communicator) {
    (self.trainee, self.pass, self.workers) = (trainee, pass, workers)
    tree = PartTree(count: parts, processes: workers.count)
    exchange = GradientExchange(
      VectorSlices(of: pass.gradientParts.always, processes: workers.count), tree, among: workers)
    rows = RowExchange(tree, among: workers)
  }

  /// The parts that this process computes.
  var own: Range<Int> { tree.parts(of: workers.rank) }

  private var gradient: Matrix { trainee.gradients.row }
  private var team: ThreadTeam { trainee.loaded.team }

  /// Overwrites this process's slice of the model's gradients, and all rows of a table that were read, with the sum over all
  /// parts.
  ///
  /// - compute: adds the gradients of one of this process's parts to the model's.
  func addUp(_ compute: (_ part: Int) -> Void) {
    var latest: Range<Int>?
    for part in own {
      if let latest { wait(latest) }
      pass.clearGradients()
      compute(part)
      latest = joined(part..<part + 1)
    }
    if workers.isAlone { return }
    let nodes = waiting.map(\.sum.row) + [gradient]
    exchange.addUp(nodes, into: gradient, on: team)
    addUpRows(of: nodes)
    for node in waiting { release(node) }
    waiting.removeAll()
  }

  /// Keeps the latest sum, so that the model's gradients are free for the next part.
  private func wait(_ range: Range<Int>) {
    let node = Node(
      range: range, sum: spare.popLast() ?? ParameterVector(zeros: trainee.model.layout), parts: pass.gradientParts)
    for floats in [node.parts.always, node.parts.rows] { assign(gradient, at: floats, into: node.sum.row, on: team) }
    waiting.append(node)
  }

  /// Adds what waits for the latest sum. Returns the node that the model's gradients then are.
  private func joined(_ range: Range<Int>) -> Range<Int> {
    var ranges = waiting.map(\.range) + [range]
    tree.joinLast(of: &ranges) { _, _ in
      let node = waiting.removeLast()
      for floats in [node.parts.always, node.parts.rows] { add(node.sum.row, at: floats, into: gradient, on: team) }
      var parts = node.parts
      parts.add(rows: pass.gradientParts.rows)
      pass.gradientParts = parts
      release(node)
    }
    return ranges[ranges.count - 1]
  }

  private func release(_ node: Node) {
    clear(node.sum.row, at: node.parts.rows)
    spare.append(node.sum)
  }

  /// - nodes: this process's, the last of which is the model's gradients.
  private func addUpRows(of nodes: [Matrix]) {
    guard let table = trainee.model.nGramInput?.table else { return }
    var parts = pass.gradientParts
    let read = (waiting.map(\.parts) + [parts]).map { $0.rows.map(\.lowerBound) }
    let all = rows.union(read, width: table.columns)
    rows.addUp(nodes, at: all, into: gradient, on: team)
    parts.forgetRows()
    parts.add(rows: all)
    pass.gradientParts = parts
  }

  /// What of the model's gradients is the sum of all parts: this process's slice, and the rows that were read.
  var owned: VectorParts { pass.gradientParts.with(always: exchange.slices.ranges(of: workers.rank)) }

  /// What this process updates in any step: its slice, and all of a table, whose rows every process has.
  var updated: [Range<Int>] {
    // One process has all as one range.
    if workers.isAlone { return [0..<trainee.model.layout.count] }
    let table = trainee.model.nGramInput.map { [$0.table.offset..<$0.table.offset + $0.table.count] } ?? []
    return exchange.slices.ranges(of: workers.rank) + table
  }

  /// The sum of squares of the whole gradient, the same for any number of processes.
  var sumOfSquares: Double {
    let always = exchange.sumOfSquares(gradient)
    return always + Kernels.sumOfSquares(gradient, at: pass.gradientParts.rows)
  }

  /// Completes a vector of which each process has its own slice.
  func gather(_ vector: ParameterVector) { exchange.gather(vector.row) }
}

import Kernels

/// Adds up the rows of a table that the processes have read in a step: few of many, so that only those are sent.
///
/// All processes get all sums, since who reads a row next is not known. Memory, in copies of the most rows that were read in a
/// step: one for each node of this process, one for the sums, and as many as a process has nodes on average for what is
/// received; and up to a quarter more as spare room.
public final class RowExchange {
  private let tree: PartTree
  private let communicator: any Communicator
  /// For each process its nodes.
  private let nodes: [[Range<Int>]]
  /// What rows stand side by side in: as long as the longest step needed, and up to a quarter longer.
  private var buffer = Matrix(rows: 1, columns: 0)

  /// An exchange along a tree.
  public init(_ tree: PartTree, among communicator: any Communicator) {
    (self.tree, self.communicator) = (tree, communicator)
    nodes = (0..<communicator.count).map(tree.nodes(of:))
  }

  /// The rows of all processes, in the order of the parts and within a part in its own.
  ///
  /// - own: for each node of this process the first floats of the rows that it has read.
  /// - width: the floats of a row.
  public func union(_ own: [[Int]], width: Int) -> [Range<Int>] {
    var starts = gather(own.map { Double($0.count) }, counts: nodes.map(\.count))
    var next = 0
    let perProcess = nodes.map { nodes in
      defer { next += nodes.count }
      return starts[next..<next + nodes.count].reduce(0) { $0 + Int($1) }
    }
    starts = gather(own.joined().map { Double($0) }, counts: perProcess)
    var seen: Set<Int> = []
    return starts.map { Int($0) }.filter { seen.insert($0).inserted }.map { $0..<$0 + width }
  }

  private func gather(_ own: [Double], counts: [Int]) -> [Double] {
    var (slices, end) = ([Range<Int>](), 0)
    for count in counts {
      slices.append(end..<end + count)
      end += count
    }
    var numbers = [Double](repeating: 0, count: end)
    numbers.replaceSubrange(slices[communicator.rank], with: own)
    communicator.gather(&numbers, slices: slices)
    return numbers
  }

  /// Overwrites some rows of a gradient with the sums of all parts.
  ///
  /// - own: the nodes of this process in the tree's order, row vectors `[1, N]`; rows that a node has not read are zeros. The last
  ///   one may be the gradient itself.
  public func addUp(_ own: [Matrix], at rows: [Range<Int>], into gradient: Matrix, on team: ThreadTeam) {
    let width = rows.first?.count ?? 0
    guard width > 0, !communicator.isAlone else { return }
    let length = rows.count * width
    let slices = VectorSlices(of: [0..<length], processes: communicator.count)
    let received = GradientExchange.receivedFloats(slices, tree, by: communicator.rank)
    let needed = (own.count + 1) * length + received
    if buffer.columns < needed { buffer = Matrix(rows: 1, columns: needed + needed / 4) }
    // The rows of a node side by side, and a copy of the last node's before they become the sums.
    let packed = own.indices.map { buffer.columns($0 * length..<($0 + 1) * length) }
    for (node, target) in zip(own, packed) {
      for (index, row) in rows.enumerated() {
        target.columns(index * width..<(index + 1) * width).assign(node.columns(row))
      }
    }
    let sums = buffer.columns(own.count * length..<(own.count + 1) * length)
    let exchange = GradientExchange(
      slices, tree, among: communicator, receivingIn: buffer.columns(needed - received..<needed))
    exchange.addUp(packed, into: sums, on: team)
    exchange.gather(sums)
    for (index, row) in rows.enumerated() {
      gradient.columns(row).assign(sums.columns(index * width..<(index + 1) * width))
    }
  }
}

import Kernels

/// Adds up what the processes have computed of a gradient: each process receives its slice of all nodes of the tree, and adds
/// them in the tree's order.
///
/// A process sends, and receives, its nodes' floats once (as Rajbhandari et al. 2020 do), and then the updated weights: as
/// much as a ring. Memory: a slice of every node, `4 · nodes · floats / processes` bytes.
public final class GradientExchange: Sendable {
  /// Who owns which floats.
  public let slices: VectorSlices
  /// Who has which parts.
  public let tree: PartTree
  private let communicator: any Communicator
  /// For each process its nodes.
  private let nodes: [[Range<Int>]]
  /// For each part of the vector where this process's floats of it begin in a received node.
  private let places: [Int]
  /// `[1, nodes · owned]`
  private let received: Matrix
  private let owned: Int
  /// `[1, 16 · blocks]`
  private let laneSums: Matrix

  /// Buffers for the gradients of a layout.
  public convenience init(_ slices: VectorSlices, _ tree: PartTree, among communicator: any Communicator) {
    let floats = Self.receivedFloats(slices, tree, by: communicator.rank)
    self.init(slices, tree, among: communicator, receivingIn: Matrix(rows: 1, columns: floats))
  }

  /// An exchange whose buffer is somebody else's.
  ///
  /// - received: a row vector as long as `receivedFloats` says.
  init(_ slices: VectorSlices, _ tree: PartTree, among communicator: any Communicator, receivingIn received: Matrix) {
    precondition(slices.processes == communicator.count && tree.processes == communicator.count)
    (self.slices, self.tree, self.communicator, self.received) = (slices, tree, communicator, received)
    nodes = (0..<communicator.count).map(tree.nodes(of:))
    var (places, owned) = ([Int](), 0)
    for part in slices.parts.indices {
      places.append(owned)
      owned += slices.floats(of: communicator.rank, inPart: part).count
    }
    (self.places, self.owned) = (places, owned)
    laneSums = Matrix(rows: 1, columns: 16 * slices.blocks.count)
  }

  /// The floats that a process receives: its slice of every node.
  static func receivedFloats(_ slices: VectorSlices, _ tree: PartTree, by rank: Int) -> Int {
    guard tree.processes > 1 else { return 0 }
    let owned = slices.parts.indices.reduce(0) { $0 + slices.floats(of: rank, inPart: $1).count }
    return owned * (0..<tree.processes).reduce(0) { $0 + tree.nodes(of: $1).count }
  }

  /// Overwrites this process's slice of a gradient with the sum of all parts.
  ///
  /// - own: the nodes of this process in the tree's order, row vectors `[1, N]`; the last one may be the gradient itself.
  public func addUp(_ own: [Matrix], into gradient: Matrix, on team: ThreadTeam) {
    guard !communicator.isAlone else { return precondition(own.count == 1, "\(own.count) nodes of one process") }
    precondition(own.count == nodes[communicator.rank].count, "\(own.count) nodes of \(nodes[communicator.rank].count)")
    for round in 0..<(nodes.map(\.count).max() ?? 0) {
      for part in slices.parts.indices {
        let all = slices.slices(ofPart: part)
        communicator.exchange(
          round < own.count ? own[round] : gradient, sending: all.map { round < own.count ? $0 : $0.prefix(0) },
          into: received, receiving: nodes.indices.map { receivedFloats(ofNode: round, from: $0, part: part) })
      }
    }
    addReceived(on: team)
    for part in slices.parts.indices {
      let floats = slices.floats(of: communicator.rank, inPart: part)
      gradient.columns(floats).assign(received.columns(places[part]..<places[part] + floats.count))
    }
  }

  /// Where the floats of a process's node stand that this process receives; none where that process has fewer nodes.
  private func receivedFloats(ofNode round: Int, from process: Int, part: Int) -> Range<Int> {
    guard round < nodes[process].count else { return 0..<0 }
    let number = nodes[..<process].reduce(round) { $0 + $1.count }
    let start = number * owned + places[part]
    return start..<start + slices.floats(of: communicator.rank, inPart: part).count
  }

  private func addReceived(on team: ThreadTeam) {
    // The place of each sum is that of its first node.
    var (sums, places) = ([Range<Int>](), [Int]())
    for (number, node) in nodes.joined().enumerated() {
      sums.append(node)
      places.append(number)
      tree.joinLast(of: &sums) { left, right in
        add(floats(places[right]), at: [0..<owned], into: floats(places[left]), on: team)
        places.removeLast()
      }
    }
    precondition(sums == [0..<tree.count], "the parts add up to \(sums)")
  }

  private func floats(_ number: Int) -> Matrix { received.columns(number * owned..<(number + 1) * owned) }

  /// The sum of squares of a gradient of which each process has its own slice: the chain of `sumOfSquares`, whatever the number
  /// of processes.
  public func sumOfSquares(_ gradient: Matrix) -> Double {
    let own = slices.blocks(of: communicator.rank)
    assignLaneSums(
      of: gradient, at: slices.blocks[own], into: laneSums.columns(16 * own.lowerBound..<16 * own.upperBound))
    communicator.gather(
      laneSums,
      slices: (0..<communicator.count).map {
        let blocks = slices.blocks(of: $0)
        return 16 * blocks.lowerBound..<16 * blocks.upperBound
      })
    return chainSum(laneSums)
  }

  /// Completes a vector of which each process has its own slice.
  public func gather(_ vector: Matrix) {
    if communicator.isAlone { return }
    for part in slices.parts.indices { communicator.gather(vector, slices: slices.slices(ofPart: part)) }
  }
}

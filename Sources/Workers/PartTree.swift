/// The order in which the gradients of a batch's parts are added: along one binary tree, whoever has them.
///
/// A node is a range of parts. It is cut at the largest power of two of its parts, so that the sum of six parts is
/// ((0 + 1) + (2 + 3)) + (4 + 5).
public struct PartTree: Equatable, Sendable {
  /// The number of parts.
  public let count: Int
  /// The number of processes, at most one a part.
  public let processes: Int

  /// A tree of `count` parts, which are shared by `processes` processes.
  public init(count: Int, processes: Int) {
    precondition(count >= processes && processes > 0, "\(count) parts for \(processes) processes")
    (self.count, self.processes) = (count, processes)
  }

  /// The parts whose gradients a process computes: adjacent ones, as many as the others have or one more.
  public func parts(of process: Int) -> Range<Int> {
    process * count / processes..<(process + 1) * count / processes
  }

  /// Whether two adjacent nodes are the halves of one.
  func joins(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    var node = 0..<count
    while node.count > 1 {
      let cut = Self.cut(node)
      if left == node.lowerBound..<cut && right == cut..<node.upperBound { return true }
      if right.upperBound <= cut {
        node = node.lowerBound..<cut
      } else if left.lowerBound >= cut {
        node = cut..<node.upperBound
      } else {
        return false
      }
    }
    return false
  }

  private static func cut(_ node: Range<Int>) -> Int {
    var half = 1
    while 2 * half < node.count { half *= 2 }
    return node.lowerBound + half
  }

  /// The nodes that the parts of a process come to, which cannot be added any further without another process's.
  public func nodes(of process: Int) -> [Range<Int>] {
    var nodes: [Range<Int>] = []
    for part in parts(of: process) {
      nodes.append(part..<part + 1)
      joinLast(of: &nodes) { _, _ in }
    }
    return nodes
  }

  /// Joins the last two nodes of a list as long as they are the halves of one.
  ///
  /// - add: is given the places of both in the list; the first of them is the place of the sum.
  package func joinLast(of nodes: inout [Range<Int>], _ add: (_ left: Int, _ right: Int) -> Void) {
    while nodes.count > 1, joins(nodes[nodes.count - 2], nodes[nodes.count - 1]) {
      let right = nodes.removeLast()
      add(nodes.count - 1, nodes.count)
      nodes[nodes.count - 1] = nodes[nodes.count - 1].lowerBound..<right.upperBound
    }
  }
}

import Kernels
import TestSupport
import Testing
import Workers

@Suite struct RowExchangeTests {
  /// By part the first floats of the rows of three that it reads, and what it adds to them.
  static let read = [[30, 6], [6], [12, 30], [], [33]]

  private static func gradient(ofPart part: Int) -> Matrix {
    let vector = Matrix(rows: 1, columns: 40)
    for start in read[part] { for place in start..<start + 3 { vector[0, place] = Float(part + 1) / Float(place) } }
    return vector
  }

  /// The rows of a process's nodes, and their sums.
  private static func nodes(of rank: Int, _ tree: PartTree) -> (rows: [[Int]], sums: [Matrix]) {
    var (nodes, rows, sums) = ([Range<Int>](), [[Int]](), [Matrix]())
    for part in tree.parts(of: rank) {
      nodes.append(part..<part + 1)
      rows.append(read[part])
      sums.append(gradient(ofPart: part))
      tree.joinLast(of: &nodes) { left, right in
        add(sums.removeLast(), into: sums[left])
        for row in rows.removeLast() where !rows[left].contains(row) { rows[left].append(row) }
      }
    }
    return (rows, sums)
  }

  @Test(arguments: 1...5) func rowsAreAddedAlongTheTree(processes: Int) throws {
    let results = try ThreadProcess.run(processes) { process in
      let tree = PartTree(count: 5, processes: processes)
      let exchange = RowExchange(tree, among: process)
      let (own, sums) = Self.nodes(of: process.rank, tree)
      let rows = exchange.union(own, width: 3)
      let target = sums[sums.count - 1]
      exchange.addUp(sums, at: rows, into: target, on: .alone)
      return (rows.map(\.lowerBound), rows.map { target.columns($0).values })
    }
    let alone = Self.nodes(of: 0, PartTree(count: 5, processes: 1))
    let expected = [30, 6, 12, 33].map { alone.sums[0].columns($0..<$0 + 3).values }
    #expect(alone.rows == [[30, 6, 12, 33]])
    #expect(expected[3][0] == Float(5) / 33)
    for (rows, values) in results {
      #expect(rows == [30, 6, 12, 33])
      #expect(values == expected)
    }
  }
}

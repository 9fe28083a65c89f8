import Kernels
import TestSupport
import Testing
import Workers

@Suite struct GradientExchangeTests {
  /// Floats of very different sizes, whose sum depends on the order.
  static func gradient(ofPart part: Int, count: Int) -> [Float] {
    var generator = SplitMix64(seed: UInt64(part) + 7)
    return (0..<count).map { _ in
      let word = generator.next()
      return Float(Int64(word >> 40) - 1 << 23) * (word & 1 == 0 ? 1e-3 : 1e3)
    }
  }

  /// The sum along the tree, part by part.
  static func expected(_ tree: PartTree, count: Int) -> [Float] {
    var (nodes, sums) = ([Range<Int>](), [[Float]]())
    for part in 0..<tree.count {
      nodes.append(part..<part + 1)
      sums.append(gradient(ofPart: part, count: count))
      tree.joinLast(of: &nodes) { left, right in
        sums[left] = zip(sums[left], sums[right]).map { $0 + $1 }
        sums.removeLast()
      }
    }
    return sums[0]
  }

  @Test(arguments: [1, 2, 3, 6, 7], [[0..<9_001], [0..<1_234, 1_300..<20_011]])
  func anyNumberOfProcessesHasTheSameSum(parts: Int, always: [Range<Int>]) throws {
    let count = always.last!.upperBound
    let expected = Self.expected(PartTree(count: parts, processes: 1), count: count)
    for processes in 1...parts {
      let results = try ThreadProcess.run(processes) { process in
        let tree = PartTree(count: parts, processes: processes)
        let exchange = GradientExchange(VectorSlices(of: always, processes: processes), tree, among: process)
        let (nodes, gradient) = Self.nodes(of: process.rank, tree, count: count)
        exchange.addUp(nodes, into: gradient, on: .alone)
        let squares = exchange.sumOfSquares(gradient)
        exchange.gather(gradient)
        return (always.map { gradient.columns($0).values }, squares)
      }
      let whole = Matrix(rows: 1, columns: count, values: expected)
      for (rank, (values, squares)) in results.enumerated() {
        #expect(values == always.map { Array(expected[$0]) }, "process \(rank) of \(processes), \(parts) parts")
        #expect(squares == sumOfSquares(whole, at: always), "process \(rank) of \(processes), \(parts) parts")
      }
    }
  }

  /// The nodes of a process, the last of which is the gradient.
  private static func nodes(of rank: Int, _ tree: PartTree, count: Int) -> ([Matrix], gradient: Matrix) {
    var (nodes, sums) = ([Range<Int>](), [Matrix]())
    for part in tree.parts(of: rank) {
      nodes.append(part..<part + 1)
      sums.append(Matrix(rows: 1, columns: count, values: gradient(ofPart: part, count: count)))
      tree.joinLast(of: &nodes) { left, right in
        add(sums[right], into: sums[left])
        sums.removeLast()
      }
    }
    return (sums, sums[sums.count - 1])
  }

  /// A ring of N processes sends 2 (N − 1)/N times the vector from each; the sums of the norm are a little more.
  @Test(arguments: [2, 4, 8]) func itSendsAsMuchAsARing(processes: Int) throws {
    let count = 1 << 18
    let sent = try ThreadProcess.run(processes) { process in
      let exchange = GradientExchange(
        VectorSlices(of: [0..<count], processes: processes), PartTree(count: 8, processes: processes), among: process)
      let gradient = Matrix(rows: 1, columns: count)
      exchange.addUp([gradient], into: gradient, on: .alone)
      _ = exchange.sumOfSquares(gradient)
      exchange.gather(gradient)
      return process.floatsSent
    }
    let ring = 2 * (processes - 1) * count / processes
    for floats in sent { #expect(floats == ring + (processes - 1) * 16 * count / normBlock / processes) }
  }
}

import Testing
import Workers

@Suite struct PartTreeTests {
  @Test func aNodeIsCutAtTheLargestPowerOfTwo() {
    #expect(sum(of: 1, by: 1) == "0")
    #expect(sum(of: 2, by: 1) == "(0+1)")
    #expect(sum(of: 5, by: 1) == "(((0+1)+(2+3))+4)")
    #expect(sum(of: 6, by: 1) == "(((0+1)+(2+3))+(4+5))")
    #expect(sum(of: 7, by: 1) == "(((0+1)+(2+3))+((4+5)+6))")
  }

  @Test(arguments: 1...17) func anyNumberOfProcessesAddsInTheSameOrder(parts: Int) {
    let alone = sum(of: parts, by: 1)
    for processes in 1...parts {
      #expect(sum(of: parts, by: processes) == alone, "\(parts) parts by \(processes) processes")
      let tree = PartTree(count: parts, processes: processes)
      let shares = (0..<processes).map(tree.parts(of:))
      #expect(shares.flatMap { Array($0) } == Array(0..<parts))
      #expect(shares.allSatisfy { parts / processes...(parts + processes - 1) / processes ~= $0.count })
    }
  }

  /// What a process sends is little where shares are whole halves, quarters and so on.
  @Test func wholeSubtreesAreOneNode() {
    #expect(PartTree(count: 8, processes: 2).nodes(of: 1) == [4..<8])
    #expect(PartTree(count: 6, processes: 3).nodes(of: 2) == [4..<6])
    #expect(PartTree(count: 6, processes: 4).nodes(of: 1) == [1..<2, 2..<3])
    #expect(PartTree(count: 7, processes: 2).nodes(of: 1) == [3..<4, 4..<7])
  }

  /// The sum that each process makes of its parts, and one of them of these, as words.
  private func sum(of parts: Int, by processes: Int) -> String {
    let tree = PartTree(count: parts, processes: processes)
    var (nodes, words) = ([Range<Int>](), [String]())
    func take(_ node: Range<Int>, _ word: String) {
      nodes.append(node)
      words.append(word)
      tree.joinLast(of: &nodes) { left, right in
        words[left] = "(\(words[left])+\(words[right]))"
        words.removeLast()
      }
    }
    var sent: [(Range<Int>, String)] = []
    for process in 0..<processes {
      (nodes, words) = ([], [])
      for part in tree.parts(of: process) { take(part..<part + 1, "\(part)") }
      #expect(nodes == tree.nodes(of: process))
      sent += zip(nodes, words).map { ($0, $1) }
    }
    (nodes, words) = ([], [])
    for (node, word) in sent { take(node, word) }
    #expect(nodes == [0..<parts])
    return words[0]
  }
}

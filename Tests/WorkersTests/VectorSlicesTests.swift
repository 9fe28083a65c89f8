import Kernels
import Testing
import Workers

@Suite struct VectorSlicesTests {
  static let vectors: [[Range<Int>]] = [
    [0..<1], [0..<4096], [0..<4097], [0..<50_001], [0..<3_000, 9_000..<70_011], [5..<5, 7..<20_000],
  ]

  @Test(arguments: vectors, [1, 2, 3, 5, 8]) func eachFloatHasOneOwner(parts: [Range<Int>], processes: Int) {
    let slices = VectorSlices(of: parts, processes: processes)
    let owned = (0..<processes).flatMap { slices.ranges(of: $0) }.flatMap { Array($0) }
    #expect(owned.sorted() == parts.flatMap { Array($0) })
    for index in parts.indices {
      // Slices of a part are adjacent and in order, as MPI wants them.
      let all = (0..<processes).map { slices.floats(of: $0, inPart: index) }.filter { !$0.isEmpty }
      for (left, right) in zip(all, all.dropFirst()) { #expect(left.upperBound == right.lowerBound) }
      for slice in all { #expect((slice.lowerBound - parts[index].lowerBound).isMultiple(of: normBlock)) }
    }
  }

  /// Blocks are those of the norm of one process, and processes own as many or one more.
  @Test func blocksDoNotDependOnTheProcesses() {
    let parts = [0..<3_000, 9_000..<70_011]
    let alone = VectorSlices(of: parts, processes: 1)
    #expect(alone.blocks.count == 1 + (61_011 + normBlock - 1) / normBlock)
    for processes in 2...7 {
      let slices = VectorSlices(of: parts, processes: processes)
      #expect(slices.blocks == alone.blocks)
      let counts = (0..<processes).map { slices.blocks(of: $0).count }
      #expect(counts.max()! - counts.min()! <= 1)
    }
  }
}

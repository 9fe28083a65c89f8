import Kernels

/// Which process owns which floats of a vector: whole blocks of the norm, so that the blocks do not depend on the number of
/// processes.
public struct VectorSlices: Equatable, Sendable {
  /// What is sliced, in order.
  public let parts: [Range<Int>]
  /// The blocks of all parts in order, each of at most `normBlock` floats and of one part.
  public let blocks: [Range<Int>]
  /// The number of processes.
  public let processes: Int
  /// For each part the number of its first block.
  private let firstBlocks: [Int]

  /// Slices of some parts of a vector.
  public init(of parts: [Range<Int>], processes: Int) {
    (self.parts, self.processes) = (parts, processes)
    var (blocks, firstBlocks) = ([Range<Int>](), [Int]())
    for part in parts {
      firstBlocks.append(blocks.count)
      for start in stride(from: part.lowerBound, to: part.upperBound, by: normBlock) {
        blocks.append(start..<min(start + normBlock, part.upperBound))
      }
    }
    (self.blocks, self.firstBlocks) = (blocks, firstBlocks)
  }

  /// The numbers of the blocks that a process owns, as many as the others own or one more.
  public func blocks(of process: Int) -> Range<Int> {
    process * blocks.count / processes..<(process + 1) * blocks.count / processes
  }

  /// The floats of a part that a process owns; an empty range where there are none.
  public func floats(of process: Int, inPart index: Int) -> Range<Int> {
    let first = firstBlocks[index]
    let last = index + 1 < parts.count ? firstBlocks[index + 1] : blocks.count
    let owned = blocks(of: process).clamped(to: first..<last)
    let nothing = parts[index].lowerBound..<parts[index].lowerBound
    guard let start = owned.first, let end = owned.last else { return nothing }
    return blocks[start].lowerBound..<blocks[end].upperBound
  }

  /// The floats of a part, by process.
  func slices(ofPart index: Int) -> [Range<Int>] { (0..<processes).map { floats(of: $0, inPart: index) } }

  /// All floats that a process owns.
  public func ranges(of process: Int) -> [Range<Int>] {
    parts.indices.map { floats(of: process, inPart: $0) }.filter { !$0.isEmpty }
  }
}

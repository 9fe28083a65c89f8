/// Holds back text that may turn out to be the beginning of a stop string, and ends before the first one.
public struct StopFilter: Sendable {
  private let stops: [[UInt8]]
  private var held: [UInt8] = []
  /// Whether a stop string has been met.
  public private(set) var isStopped = false

  /// A filter for some stop strings; empty ones are ignored.
  public init(stops: [String]) {
    self.stops = stops.map { Array($0.utf8) }.filter { !$0.isEmpty }
  }

  /// Takes more text and returns what is certain to be written.
  public mutating func pass(_ bytes: [UInt8]) -> [UInt8] {
    guard !isStopped else { return [] }
    if stops.isEmpty { return bytes }
    held += bytes
    if let end = stops.compactMap({ firstOccurrence(of: $0) }).min() {
      isStopped = true
      defer { held = [] }
      return Array(held[..<end])
    }
    let certain = held.count - longestOpenBeginning()
    defer { held.removeFirst(certain) }
    return Array(held[..<certain])
  }

  /// What was held back, when no more text comes.
  public mutating func finish() -> [UInt8] {
    defer { held = [] }
    return held
  }

  private func firstOccurrence(of stop: [UInt8]) -> Int? {
    guard held.count >= stop.count else { return nil }
    return (0...held.count - stop.count).first { held[$0..<$0 + stop.count].elementsEqual(stop) }
  }

  private func longestOpenBeginning() -> Int {
    stops.map { stop in
      (0..<min(stop.count, held.count + 1)).last { held.suffix($0).elementsEqual(stop.prefix($0)) } ?? 0
    }.max() ?? 0
  }
}

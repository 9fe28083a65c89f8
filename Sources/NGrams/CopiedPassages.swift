/// Which passages of some samples stand in a corpus as they are.
///
/// The samples are made an automaton; the corpus is read through once, however long it is. O(samples + corpus) time, and
/// memory that grows with the samples alone.
public struct CopiedPassages: Sendable {
  private let samples: [[Int32]]
  private let automaton: SuffixAutomaton
  /// The length of the longest passage that was met, by the state of the automaton; 0 where none was.
  private var met: [Int32]
  /// The passage that the corpus is just in.
  private var state: Int32 = 0
  private var length: Int32 = 0

  /// No token: stands between two samples, so that no passage lies in both.
  private static let between: Int32 = -1

  /// Nothing of the corpus has been read.
  public init(of samples: [[Int32]]) {
    self.samples = samples
    automaton = SuffixAutomaton(samples.joined(separator: [Self.between]))
    met = [Int32](repeating: 0, count: automaton.states.count)
  }

  /// Reads what comes next of the corpus.
  public mutating func read(_ tokens: some Sequence<Int32>) {
    for token in tokens { read(token) }
  }

  private mutating func read(_ token: Int32) {
    while true {
      if let next = automaton.target(from: state, token) {
        (state, length) = (next, length + 1)
        if length > met[Int(state)] { met[Int(state)] = length }
        return
      }
      guard state != 0 else {
        length = 0
        return
      }
      state = automaton.states[Int(state)].link
      length = automaton.states[Int(state)].length
    }
  }

  /// For each token of each sample the length of the longest copied passage that ends with it.
  private var lengths: [[Int]] {
    let states = automaton.states
    let ascending = states.indices.sorted { states[$0].length < states[$1].length }
    var longest = met
    // What was met of a state has been met of its link as a whole.
    for state in ascending.reversed() where longest[state] > 0 {
      let link = Int(states[state].link)
      longest[link] = states[link].length
    }
    for state in ascending where longest[state] == 0 { longest[state] = longest[Int(states[state].link)] }
    var end = 0
    return samples.map { sample in
      let found = sample.indices.map { Int(longest[Int(automaton.beginnings[end + $0 + 1])]) }
      end += sample.count + 1
      return found
    }
  }

  /// The first of the longest copied passages; nil where not one token stands in the corpus.
  public var longest: [Int32]? {
    var best: ArraySlice<Int32> = []
    for (sample, lengths) in zip(samples, lengths) {
      for (end, length) in lengths.enumerated() where length > best.count { best = sample[end - length + 1...end] }
    }
    return best.isEmpty ? nil : Array(best)
  }

  /// The fraction of the samples' tokens that lie in copied passages of at least so many tokens.
  public func fraction(inPassagesOf least: Int) -> Double {
    precondition(least > 0, "passages of \(least) tokens")
    var copied = 0
    for lengths in lengths {
      // From the end, since a passage covers what is before its end.
      var covered = 0
      for length in lengths.reversed() {
        if length >= least { covered = max(covered, length) }
        if covered > 0 {
          copied += 1
          covered -= 1
        }
      }
    }
    return Double(copied) / Double(max(1, samples.reduce(0) { $0 + $1.count }))
  }
}

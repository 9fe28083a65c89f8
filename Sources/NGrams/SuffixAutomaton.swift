/// The smallest automaton that knows every passage of a text (Blumer et al. 1985).
///
/// A state stands for the passages that end at the same places of the text. Its link leads to the longest of its suffixes
/// that ends at further places.
///
/// O(n) time, and memory: at most 2 n states of 12 bytes and 3 n steps of 12 bytes with 8 to 16 for their places in a table.
struct SuffixAutomaton {
  /// Passages that end at the same places.
  struct State {
    /// The length of the longest of them.
    var length: Int32
    /// The state of the longest suffix that ends at further places; the empty passage's own is itself.
    var link: Int32 = 0
    /// The first of its steps; -1 where it has none.
    fileprivate var firstStep: Int32 = -1
  }

  private struct Step {
    let state: Int32
    let token: Int32
    var target: Int32
    /// The next step of the same state.
    var next: Int32
  }

  /// The empty passage first.
  private(set) var states: [State] = [State(length: 0)]
  /// The state of each beginning of the text, the empty one included.
  private(set) var beginnings: [Int32] = [0]
  private var steps: [Step] = []
  /// Numbers of steps, from 1, by the hash of state and token; 0 where the place is free.
  private var table = [Int32](repeating: 0, count: 1 << 8)

  /// The automaton of a text.
  init(_ text: some Sequence<Int32>) {
    for token in text { append(token) }
  }

  /// The state of the passage that is one token longer; nil where the text does not have it.
  @inline(__always)
  func target(from state: Int32, _ token: Int32) -> Int32? { step(from: state, token).map { steps[Int($0)].target } }

  @inline(__always)
  private func step(from state: Int32, _ token: Int32) -> Int32? {
    var place = place(of: state, token)
    while table[place] != 0 {
      let number = table[place] - 1
      if steps[Int(number)].state == state && steps[Int(number)].token == token { return number }
      place = (place + 1) & (table.count - 1)
    }
    return nil
  }

  private mutating func append(_ token: Int32) {
    let last = beginnings[beginnings.count - 1]
    let whole = add(State(length: states[Int(last)].length + 1))
    beginnings.append(whole)
    var state = last
    while step(from: state, token) == nil {
      addStep(from: state, token, to: whole)
      if state == 0 { return }
      state = states[Int(state)].link
    }
    guard let known = target(from: state, token) else { return }
    let length = states[Int(state)].length + 1
    if states[Int(known)].length == length {
      states[Int(whole)].link = known
      return
    }
    // The known state's shorter passages end at one more place now.
    let shorter = add(State(length: length, link: states[Int(known)].link))
    var number = states[Int(known)].firstStep
    while number >= 0 {
      let step = steps[Int(number)]
      addStep(from: shorter, step.token, to: step.target)
      number = step.next
    }
    states[Int(known)].link = shorter
    states[Int(whole)].link = shorter
    while let number = step(from: state, token), steps[Int(number)].target == known {
      steps[Int(number)].target = shorter
      if state == 0 { return }
      state = states[Int(state)].link
    }
  }

  private mutating func add(_ state: State) -> Int32 {
    states.append(state)
    return Int32(states.count - 1)
  }

  private mutating func addStep(from state: Int32, _ token: Int32, to target: Int32) {
    steps.append(Step(state: state, token: token, target: target, next: states[Int(state)].firstStep))
    states[Int(state)].firstStep = Int32(steps.count - 1)
    guard 2 * steps.count > table.count else { return insert(steps.count - 1) }
    table = [Int32](repeating: 0, count: 2 * table.count)
    for number in steps.indices { insert(number) }
  }

  private mutating func insert(_ number: Int) {
    var place = place(of: steps[number].state, steps[number].token)
    while table[place] != 0 { place = (place + 1) & (table.count - 1) }
    table[place] = Int32(number + 1)
  }

  @inline(__always)
  private func place(of state: Int32, _ token: Int32) -> Int {
    let key = UInt64(UInt32(bitPattern: state)) << 32 | UInt64(UInt32(bitPattern: token))
    return Int(truncatingIfNeeded: (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 32) & (table.count - 1)
  }
}

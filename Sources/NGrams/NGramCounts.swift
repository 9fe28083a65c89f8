/// The n-grams of a text, counted while the text is read, for interpolated Kneser–Ney smoothing.
///
/// Goals, in order: memory that grows with the different n-grams and not with the text; one look-up for a token whose
/// n-gram was seen before; the same text gives the same counts on every machine.
///
/// The n-grams are the nodes of a tree: a child has one token more at its end. A node's suffix is the n-gram without its
/// first token. Only n-grams of the full order are counted as they occur. A shorter one is counted once for each different
/// token before it (Kneser and Ney 1995), and nothing else has to be done for an n-gram that is known.
///
/// Memory: 16 bytes a node, and 8 to 16 for its place in the table. English of 33 MB has a million nodes of order 5.
public struct NGramCounts: Sendable {
  /// An n-gram.
  struct Node {
    /// The n-gram without its last token.
    let parent: Int32
    /// Its last token.
    let token: Int32
    /// The n-gram without its first token.
    var suffix: Int32
    /// How often it occurs, or, of an n-gram below the full order, how many different tokens stand before it.
    var count: Int32
  }

  /// n: a token is predicted from the n − 1 tokens before it.
  public let order: Int
  /// The tokens counted.
  public private(set) var tokenCount = 0
  /// The root, which is the empty n-gram, and then each n-gram behind its parent.
  private(set) var nodes: [Node]
  /// Node numbers by the hash of parent and token; 0, which is nobody's child, where the place is free.
  private var table: [Int32]
  /// The last n − 1 tokens.
  private var context: Int32
  private let mostNodes: Int

  /// The token before a text's first one.
  private static let beginning: Int32 = -1
  /// The empty n-gram.
  static let root: Int32 = 0

  /// Counts of nothing.
  ///
  /// - order: at least 1.
  /// - mostNodes: the memory's bound; tokens that come when there are as many are not counted.
  public init(order: Int, mostNodes: Int = 6_000_000) {
    precondition(order >= 1, "n-grams of order \(order)")
    (self.order, self.mostNodes) = (order, min(mostNodes, Int(Int32.max) - order))
    nodes = [Node(parent: Self.root, token: Self.beginning, suffix: Self.root, count: 0)]
    table = [Int32](repeating: 0, count: 1 << 12)
    context = Self.root
    // The first tokens have n-grams of the full order, too.
    for _ in 1..<order { context = append(parent: context, token: Self.beginning, suffix: context, count: 0) }
  }

  /// Whether the bound of the memory is reached: no further token is counted.
  public var isFull: Bool { nodes.count >= mostNodes }

  /// Counts the tokens that come next.
  public mutating func add(_ tokens: some Sequence<Int32>) {
    for token in tokens {
      guard !isFull else { return }
      add(token)
    }
  }

  private mutating func add(_ token: Int32) {
    tokenCount += 1
    if let known = child(of: context, token) {
      nodes[Int(known)].count += 1
      context = nodes[Int(known)].suffix
      return
    }
    let first = append(parent: context, token: token, suffix: Self.root, count: 1)
    var (longer, parent) = (first, context)
    while parent != Self.root {
      parent = nodes[Int(parent)].suffix
      if let known = child(of: parent, token) {
        nodes[Int(known)].count += 1
        nodes[Int(longer)].suffix = known
        break
      }
      let node = append(parent: parent, token: token, suffix: Self.root, count: 1)
      nodes[Int(longer)].suffix = node
      longer = node
    }
    context = nodes[Int(first)].suffix
  }

  /// The n-gram that is one token longer; nil where it did not occur.
  @inline(__always)
  func child(of parent: Int32, _ token: Int32) -> Int32? {
    var place = place(of: parent, token)
    while table[place] != 0 {
      let found = nodes[Int(table[place])]
      if found.parent == parent && found.token == token { return table[place] }
      place = (place + 1) & (table.count - 1)
    }
    return nil
  }

  @inline(__always)
  private func place(of parent: Int32, _ token: Int32) -> Int {
    let key = UInt64(UInt32(bitPattern: parent)) << 32 | UInt64(UInt32(bitPattern: token))
    // The upper bits of a product depend on all bits below (Knuth 1973, section 6.4).
    return Int(truncatingIfNeeded: (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15 >> 32) & (table.count - 1)
  }

  private mutating func append(parent: Int32, token: Int32, suffix: Int32, count: Int32) -> Int32 {
    let node = Int32(nodes.count)
    nodes.append(Node(parent: parent, token: token, suffix: suffix, count: count))
    if 2 * nodes.count > table.count { grow() } else { insert(node) }
    return node
  }

  private mutating func insert(_ node: Int32) {
    var place = place(of: nodes[Int(node)].parent, nodes[Int(node)].token)
    while table[place] != 0 { place = (place + 1) & (table.count - 1) }
    table[place] = node
  }

  private mutating func grow() {
    table = [Int32](repeating: 0, count: 2 * table.count)
    for node in 1..<nodes.count { insert(Int32(node)) }
  }
}

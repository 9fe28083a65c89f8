/// How a parameter starts.
public enum Initializer: Equatable, Sendable {
  /// Zero everywhere.
  case zeros
  /// Uniform in [−bound, bound).
  case uniform(bound: Float)
  /// A bias that is 1 in some columns, the forget gate's (Jozefowicz, Zaremba and Sutskever 2015), and 0 in the others.
  case ones(Range<Int>)
}

/// Which part of a parameter a step of training changes.
public enum ParameterChange: Equatable, Sendable {
  /// All of it.
  case ofAll
  /// Of a table, the rows that the step has read; the others' gradients are zero, and their moments rest.
  case ofRowsRead
}

/// A declared parameter: what a layer keeps to find it in any vector of the layout.
public struct ParameterHandle: Equatable, Sendable {
  /// Index of the first float.
  public let offset: Int
  /// 1 for a bias.
  public let rows: Int
  /// The length of a row.
  public let columns: Int

  /// The number of floats.
  public var count: Int { rows * columns }
}

/// The ordered list of a network's parameters: names, shapes, initialisers, and where each stands in one vector.
public struct ParameterLayout: Sendable {
  /// One declared parameter.
  public struct Entry: Sendable {
    /// PyTorch's name.
    public let name: String
    /// One dimension for a bias, two for a weight.
    public let shape: [Int]
    /// How it starts.
    public let initializer: Initializer
    /// What a step changes.
    public let change: ParameterChange
    /// Where it stands.
    public let handle: ParameterHandle

    /// The number of floats.
    public var count: Int { handle.count }
  }

  /// In the order of declaration, which is the order in memory and in the file.
  public private(set) var entries: [Entry] = []
  /// The number of floats in all.
  public private(set) var count = 0

  /// An empty layout.
  public init() {}

  /// Appends a parameter; traps on a name that stands already, or a shape of other than one or two dimensions.
  public mutating func declare(
    _ name: String, shape: [Int], initializer: Initializer, change: ParameterChange = .ofAll
  ) -> ParameterHandle {
    precondition(!entries.contains { $0.name == name }, "parameter \(name) is declared twice")
    precondition((1...2).contains(shape.count), "parameter \(name) has \(shape.count) dimensions")
    let handle = ParameterHandle(offset: count, rows: shape.count == 1 ? 1 : shape[0], columns: shape.last ?? 0)
    entries.append(Entry(name: name, shape: shape, initializer: initializer, change: change, handle: handle))
    count += handle.count
    return handle
  }
}

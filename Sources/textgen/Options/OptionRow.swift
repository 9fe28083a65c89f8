import ArgumentParser

/// One option of a group: the value that was asked for, beside the one that a training which goes on began with.
struct OptionRow {
  /// The option's name.
  let name: String
  /// Whether the option was given.
  let isGiven: Bool
  /// Whether something else was asked for than is recorded.
  let isChanged: Bool
  /// What is wrong with a value outside of its range.
  let refusal: String?

  private init(_ name: String, isGiven: Bool, isChanged: Bool, refusal: String?) {
    (self.name, self.isGiven, self.isChanged, self.refusal) = (name, isGiven, isChanged, refusal)
  }

  /// An option of words, or of numbers that may be any.
  init<Value: Equatable>(_ name: String, _ wanted: Value?, recorded: Value?) {
    self.init(name, isGiven: wanted != nil, isChanged: wanted != nil && wanted != recorded, refusal: nil)
  }

  /// An option whose value is a number of a range.
  init(_ name: String, _ wanted: Int?, recorded: Int?, in range: ClosedRange<Int>) {
    let isPossible = wanted.map(range.contains) ?? true
    self.init(
      name, isGiven: wanted != nil, isChanged: wanted != nil && wanted != recorded,
      refusal: isPossible ? nil : "\(name) has to be from \(range.lowerBound) to \(range.upperBound)")
  }

  /// An option whose value is a number of a range.
  init(_ name: String, _ wanted: Double?, recorded: Double?, in range: OptionRange) {
    self.init(
      name, isGiven: wanted != nil, isChanged: wanted != nil && wanted != recorded,
      refusal: wanted.flatMap { range.contains($0) ? nil : "\(name) has to be \(range.words)\(range.note(on: $0))" })
  }

  /// An option that a training which goes on may be given anew.
  static func free<Value: Equatable>(_ name: String, _ wanted: Value?) -> OptionRow {
    OptionRow(name, wanted, recorded: wanted)
  }

  /// An option that a training which goes on may be given anew, a number of a range.
  static func free(_ name: String, _ wanted: Int?, in range: ClosedRange<Int>) -> OptionRow {
    OptionRow(name, wanted, recorded: wanted, in: range)
  }
}

/// The numbers that an option's value may be.
enum OptionRange {
  /// Both bounds included.
  case from(Double, to: Double)
  /// Without the lower bound.
  case above(Double, to: Double)

  func contains(_ value: Double) -> Bool {
    switch self {
    case .from(let least, let most): value >= least && value <= most
    case .above(let bound, let most): value > bound && value <= most
    }
  }

  /// What comes after "has to be".
  var words: String {
    switch self {
    case .from(let least, let most): "from \(Self.text(least)) to \(Self.text(most))"
    case .above(let bound, let most): "above \(Self.text(bound)) and at most \(Self.text(most))"
    }
  }

  /// What a fraction would have been where a percentage or a count was given.
  func note(on value: Double) -> String {
    guard case .from(_, let most) = self, most < 1, value >= 1 else { return "" }
    return "; it is a fraction" + (value <= 90 ? ", and \(Self.text(value)) % is \(value / 100)" : "")
  }

  private static func text(_ value: Double) -> String { value == value.rounded() ? "\(Int(value))" : "\(value)" }
}

/// A group of options that says once what each is called, what it may be, and what a checkpoint records of it.
protocol OptionTable {
  /// What a checkpoint has of the group's options.
  associatedtype Recorded

  /// The options, beside what is recorded where a training goes on.
  func rows(beside recorded: Recorded?) -> [OptionRow]
}

extension OptionTable {
  /// The first option that was given, leaving out some.
  func givenOption(besides others: Set<String> = []) -> String? {
    rows(beside: nil).first { $0.isGiven && !others.contains($0.name) }?.name
  }

  /// The first option that asks for something else than a training began with, leaving out some.
  func changedOption(from recorded: Recorded, besides others: Set<String> = []) -> String? {
    rows(beside: recorded).first { $0.isChanged && !others.contains($0.name) }?.name
  }

  /// Throws where a number is out of its range.
  func checkRanges() throws(ValidationError) {
    if let refusal = rows(beside: nil).lazy.compactMap(\.refusal).first { throw ValidationError(refusal) }
  }
}

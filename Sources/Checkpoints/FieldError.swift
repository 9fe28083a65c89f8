/// A field of a checkpoint's metadata that holds what it cannot hold: what a program, a hand or a defect of the disk may
/// have put there. Whoever reads a value from a file holds all of its fields against their domains, once and there.
public struct FieldError: Error, Equatable, Sendable {
  /// The field within the JSON text, such as `plan.optimizer.learningRate`.
  public let field: String
  /// What is wrong with it: what it holds, and what it has to.
  public let problem: String

  /// An error about a field.
  public init(field: String, problem: String) { (self.field, self.problem) = (field, problem) }
}

extension FieldError: CustomStringConvertible {
  /// The error in one line.
  public var description: String { field.isEmpty ? problem : "`\(field)` \(problem)" }
}

/// The numbers that a field may hold.
public enum NumberDomain: Equatable, Sendable {
  /// Both bounds included.
  case from(Double, to: Double)
  /// Without the lower bound.
  case above(Double, to: Double)
  /// Without the upper bound.
  case halfOpen(Double, below: Double)

  /// Any number that is one.
  public static let finite = NumberDomain.from(-Double.greatestFiniteMagnitude, to: .greatestFiniteMagnitude)
  /// Any number from 0.
  public static let notNegative = NumberDomain.from(0, to: .greatestFiniteMagnitude)
  /// A mean of −ln p or of squared errors. Rounding may take the former a little below 0.
  public static let loss = NumberDomain.from(-0.001, to: 1e30)

  /// Whether the field may hold the number.
  public func contains(_ value: Double) -> Bool {
    switch self {
    case .from(let least, to: let most): value >= least && value <= most
    case .above(let bound, to: let most): value > bound && value <= most
    case .halfOpen(let least, below: let bound): value >= least && value < bound
    }
  }

  fileprivate var words: String {
    switch self {
    case .finite: "a finite number"
    case .notNegative: "a number from 0"
    case .from(let least, to: let most): "a number from \(least) to \(most)"
    case .above(let bound, to: let most): "a number above \(bound), at most \(most),"
    case .halfOpen(let least, below: let bound): "a number from \(least) and below \(bound)"
    }
  }
}

extension FieldError {
  /// Throws where a whole number is outside of its domain; nil is a field that is not there.
  public static func check(_ field: String, _ value: Int?, in domain: ClosedRange<Int>) throws(FieldError) {
    guard let value, !domain.contains(value) else { return }
    throw FieldError(
      field: field,
      problem: "is \(value); a whole number from \(domain.lowerBound) to \(domain.upperBound) expected")
  }

  /// Throws where a number is outside of its domain; nil is a field that is not there.
  public static func check(_ field: String, _ value: Double?, in domain: NumberDomain) throws(FieldError) {
    guard let value, !domain.contains(value) else { return }
    throw FieldError(field: field, problem: "is \(value); \(domain.words) expected")
  }

  /// Throws where a list has another number of elements, or one outside of the domain.
  public static func check(
    _ field: String, _ values: [Double], count: ClosedRange<Int>, in domain: NumberDomain
  ) throws(FieldError) {
    guard count.contains(values.count) else {
      let expected = count.count == 1 ? "\(count.lowerBound)" : "\(count.lowerBound) to \(count.upperBound)"
      throw FieldError(field: field, problem: "has \(values.count) numbers, \(expected) expected")
    }
    for (index, value) in values.enumerated() { try check("\(field)[\(index)]", value, in: domain) }
  }
}

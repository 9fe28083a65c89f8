/// One option and the value that a trial gives to the option.
package struct Setting: Codable, Hashable, Sendable {
  /// The option's name, without dashes: `hidden-size`.
  package let name: String
  /// The value, exactly as a training is given it: `64`, `0.3`, `standard`.
  package let value: String

  /// The option `name` with `value`.
  package init(name: String, value: String) { (self.name, self.value) = (name, value) }
}

/// What a trial sets, in the order of the search space.
package typealias Settings = [Setting]

extension Settings {
  /// As they are read: `hidden-size 64, dropout 0.3`.
  package var words: String { map { "\($0.name) \($0.value)" }.joined(separator: ", ") }
}

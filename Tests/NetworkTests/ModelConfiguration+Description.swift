import Network
import Testing

extension ModelConfiguration: CustomTestStringConvertible {
  /// Input and sizes alone: all fields would be a screen for each test.
  public var testDescription: String { "\(input), layers of \(layers.map(\.hiddenSize))" }
}

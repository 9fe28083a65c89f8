import Glibc

/// What a training's loss is, and how it is written.
enum LossUnit {
  /// Of a character.
  case nats
  /// Of scaled values.
  case squaredError

  /// In a learning curve.
  var name: String {
    switch self {
    case .nats: "nats per character"
    case .squaredError: "squared error"
    }
  }

  /// What is predicted, in the plural.
  ///
  /// - window: the length of what a prediction is made from; nil for a state that is carried on.
  func examples(window: Int?) -> String {
    switch self {
    case .nats: "characters"
    case .squaredError: window == nil ? "rows" : "windows"
    }
  }

  /// In a line that changes.
  func short(_ loss: Double) -> String {
    switch self {
    case .nats: decimal(loss, 3)
    case .squaredError: decimal(loss, 5)
    }
  }

  /// In a line that stays.
  func full(_ loss: Double) -> String {
    switch self {
    case .nats: "\(decimal(loss, 4)) nats = \(decimal(loss / M_LN2, 3)) bpc"
    case .squaredError: decimal(loss, 6)
    }
  }
}

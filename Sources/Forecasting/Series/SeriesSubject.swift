import Checkpoints
import Network

/// What a forecasting model is about: how the columns of a series become the network's numbers and back.
public struct SeriesSubject: CheckpointSubject, Equatable {
  /// `series`
  public static var metadataKey: String { "series" }
  /// In errors.
  public static var kind: String { "a model of a time series" }

  /// How the file was read, with its columns named.
  public var options: SeriesOptions
  /// The names of the D features, the target's first.
  public var features: [String]
  /// Fitted on the training part.
  public var scaling: Scaling
  /// What is predicted of the target.
  public var quantity: PredictedQuantity
  /// The fraction of the windows at the end that the training never sees.
  public var testFraction: Double
  /// The rows after which the series roughly repeats; nil where none was found.
  public var season: Int?
  /// The root mean square error of validation forecasts 1, 2 … steps ahead, as far as it could be measured, in the
  /// target's unit; empty until then, and where nothing was held out.
  public var horizonErrors: [Double]

  /// As files say it.
  private enum CodingKeys: String, CodingKey {
    case options, features, scaling, quantity
    case testFraction = "testShare"
    case season, horizonErrors
  }

  /// A subject whose errors are not yet known.
  public init(
    options: SeriesOptions, features: [String], scaling: Scaling, quantity: PredictedQuantity, testFraction: Double,
    season: Int?
  ) {
    (self.options, self.features, self.scaling) = (options, features, scaling)
    (self.quantity, self.testFraction, self.season, horizonErrors) = (quantity, testFraction, season, [])
  }

  /// The network reads as many features and predicts one number.
  public func mismatch(with configuration: ModelConfiguration) -> String? {
    guard configuration.input == .features(size: features.count), scaling.featureCount == features.count else {
      return "\(features.count) features for a network that reads \(configuration.input.size)"
    }
    guard configuration.output == .linear(size: 1) else { return "a network that does not predict one number" }
    let numbers = scaling.offsets + scaling.divisors + horizonErrors
    return numbers.allSatisfy(\.isFinite) && scaling.divisors.allSatisfy { $0 != 0 } && season ?? 1 > 0
      ? nil : "its numbers are out of range"
  }
}

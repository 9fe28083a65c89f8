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
  /// Half the widths of 95 % intervals of forecasts 1, 2 … steps ahead, as far as the validation part could measure them,
  /// in the target's unit; empty until then, and where nothing was held out.
  public var intervalMargins: [Double]
  /// The whole series, in few words; nil in checkpoints that do not have it.
  public var learnt: LearntRows?

  /// As files say it.
  private enum CodingKeys: String, CodingKey {
    case options, features, scaling, quantity
    case testFraction = "testShare"
    case season, learnt, intervalMargins
  }

  /// A subject whose intervals are not yet known.
  public init(
    options: SeriesOptions, features: [String], scaling: Scaling, quantity: PredictedQuantity, testFraction: Double,
    season: Int?, learnt: LearntRows? = nil
  ) {
    (self.options, self.features, self.scaling) = (options, features, scaling)
    (self.quantity, self.testFraction, self.season) = (quantity, testFraction, season)
    (self.learnt, intervalMargins) = (learnt, [])
  }

  /// The lowest and the highest value of the whole series, in the target's unit; nil where the checkpoint does not say it.
  public var knownRange: ClosedRange<Double>? { learnt?.columns.first?.range }

  /// The network has to read as many features, and to predict one number.
  public func check(with configuration: ModelConfiguration) throws(FieldError) {
    let count = features.count
    guard configuration.input == .features(size: count) else {
      throw FieldError(
        field: "features",
        problem: "are \(count), for a network whose `input` has a `size` of \(configuration.input.size)")
    }
    guard configuration.output == .linear(size: 1) else {
      throw FieldError(
        field: "features", problem: "are for a network whose `output` has a `size` of 1, which this one lacks")
    }
    guard options.target == features[0] else {
      throw FieldError(field: "options.target", problem: "is not the first of the `features`")
    }
    guard options.features == Array(features.dropFirst()) else {
      throw FieldError(field: "options.features", problem: "are not those behind the first of the `features`")
    }
    if options.series == "" { throw FieldError(field: "options.series", problem: "names no column") }
    try FieldError.check("options.headerLine", options.headerLine, in: 1...1_000_000_000)
    try FieldError.check("scaling.offsets", scaling.offsets, count: count...count, in: .finite)
    try FieldError.check("scaling.divisors", scaling.divisors, count: count...count, in: .above(0, to: 1e308))
    try FieldError.check("testShare", testFraction, in: .halfOpen(0, below: 1))
    try FieldError.check("season", season, in: 1...1_000_000_000)
    try FieldError.check("intervalMargins", intervalMargins, count: 0...100_000, in: .notNegative)
    try learnt?.check(features: count)
  }
}

extension SeriesSubject {
  /// What checkpoints had before.
  private enum EarlierKeys: String, CodingKey {
    /// Of the target, instead of what was learnt.
    case knownRange
    /// Root mean square errors of validation forecasts 1, 2 … steps ahead.
    case horizonErrors
  }

  /// Reads a subject; the errors of earlier checkpoints become the margins that 95 % of normally distributed errors are
  /// within.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    options = try container.decode(SeriesOptions.self, forKey: .options)
    features = try container.decode([String].self, forKey: .features)
    scaling = try container.decode(Scaling.self, forKey: .scaling)
    quantity = try container.decode(PredictedQuantity.self, forKey: .quantity)
    testFraction = try container.decode(Double.self, forKey: .testFraction)
    season = try container.decodeIfPresent(Int.self, forKey: .season)
    let earlier = try decoder.container(keyedBy: EarlierKeys.self)
    learnt =
      try container.decodeIfPresent(LearntRows.self, forKey: .learnt)
      ?? earlier.decodeIfPresent(ClosedRange<Double>.self, forKey: .knownRange).map(LearntRows.init(targetRange:))
    intervalMargins =
      try container.decodeIfPresent([Double].self, forKey: .intervalMargins)
      ?? earlier.decode([Double].self, forKey: .horizonErrors).map { 1.96 * $0 }
  }
}

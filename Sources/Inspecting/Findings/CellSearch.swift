import Notation
import Glibc

/// A unit that follows a feature of a text or a series.
public struct CellMatch: Equatable, Sendable {
  /// The name of what the unit follows.
  public let feature: String
  /// Its layer, from 1.
  public let layer: Int
  /// Whether it reads the text from its end.
  public let isReversed: Bool
  /// Its number in the layer, from 0 as in the record's rows.
  public let unit: Int
  /// Pearson's r between tanh(c) and the feature; negative where the cell falls as the feature rises.
  public let correlation: Double
  /// Whether the score is one that a cell gets credit for.
  public let isFound: Bool

  /// |r|, from 0 to 1.
  public var score: Double { abs(correlation) }
}

/// For every feature of a text or a series the unit that follows it best (after Karpathy, Johnson and Li 2015, who found such
/// cells by eye).
///
/// The best of many units looks good by chance, and more so in a short text. A unit counts as found only with
/// |r| ≥ 0.5 and above `chanceScore`. Neighbouring characters are alike in most features and cells, so that
/// the text has fewer independent places than characters: a found cell is a reason to look at it, no proof.
public struct CellSearch: Equatable, Sendable {
  /// |r| below this is weak whatever the text's length.
  public static let foundScore = 0.5

  /// The best unit for each feature that varies in the text, highest score first.
  public let matches: [CellMatch]
  /// T, the places compared.
  public let places: Int
  /// What the places are, in the plural.
  private let noun: String
  /// How many units were compared with each feature.
  public let units: Int

  /// Searches the cells of a record, which must be valid. O(T · units · features) time; one unit's values at a time in
  /// memory.
  public init(_ record: TextRecord) {
    self.init(
      record.layers, features: TextFeature.allCases.map { ($0.name, $0.values(of: record.characters)) },
      places: record.characters.count, noun: "characters")
  }

  /// The same for the rows of a series.
  public init(_ record: SeriesRecord) {
    self.init(
      record.layers, features: SeriesFeature.allCases.map { ($0.name, $0.values(of: record.values)) },
      places: record.values.count, noun: "rows")
  }

  private init(
    _ layers: [ActivationRecord], features: [(name: String, values: [Double])], places: Int, noun: String
  ) {
    let units = layers.reduce(0) { $0 + $1.units }
    let limit = max(Self.foundScore, Self.chanceScore(places: places, units: units))
    let varying = features.compactMap { name, values in StandardSeries(values).map { (name, $0) } }
    var best: [String: CellMatch] = [:]
    for layer in layers {
      for unit in 0..<layer.units {
        guard let series = StandardSeries(layer.mainSeries(ofUnit: unit)) else { continue }
        for (feature, values) in varying {
          let r = series.correlation(with: values)
          guard abs(r) > best[feature]?.score ?? 0 else { continue }
          best[feature] = CellMatch(
            feature: feature, layer: layer.layer, isReversed: layer.isReversed, unit: unit, correlation: r,
            isFound: abs(r) >= limit)
        }
      }
    }
    matches = features.compactMap { best[$0.name] }.sorted { $0.score > $1.score }
    (self.places, self.noun, self.units) = (places, noun, units)
  }

  /// The matches that count.
  public var found: [CellMatch] { matches.filter(\.isFound) }
  /// The best of the features that no unit follows.
  public var weak: [CellMatch] { matches.filter { !$0.isFound } }

  /// About the |r| that the best of as many units reaches when all are independent noise.
  public var chanceScore: Double { Self.chanceScore(places: places, units: units) }

  /// On how much the scores rest, as a sentence.
  public var note: String {
    let basis = "Best of \(NumberFormat.grouped(units)) units over \(NumberFormat.grouped(places)) \(noun)."
    return places < 100 ? basis + " With fewer than 100 \(noun) the scores mean little." : basis
  }

  /// √(2 ln 2n / T): r of independent series is about normal with deviation 1/√T, and the largest of n such |r|.
  private static func chanceScore(places: Int, units: Int) -> Double {
    guard places > 0, units > 0 else { return 1 }
    return min(1, (2 * log(2 * Double(units)) / Double(places)).squareRoot())
  }
}

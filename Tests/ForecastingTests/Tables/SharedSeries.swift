import FoundationEssentials
import Forecasting
import TestSupport

/// Time series in a folder that is shared beside the package.
enum SharedSeries {
  private static let folder = PackageFolder.shared("series")

  /// Whether the folder is there.
  static var isPresent: Bool { folder != nil }

  /// The series in a file of this name.
  static func table(_ name: String) throws -> SeriesTable {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try SeriesTable(csv: String(contentsOf: folder.appending(path: name), encoding: .utf8), source: name)
  }
}

/// The series in a text that messages call `s`.
func table(_ text: String, _ options: SeriesOptions = SeriesOptions()) throws(ForecastingError) -> SeriesTable {
  try SeriesTable(csv: text, source: "s", options: options)
}

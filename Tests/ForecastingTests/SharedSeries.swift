import FoundationEssentials
import Forecasting

/// Time series in a folder that is shared beside the package.
enum SharedSeries {
  /// The folder, beside the nearest directory around the package that has it there.
  private static let folder: URL? = {
    var directory = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent()
    while directory.path != "/" {
      directory.deleteLastPathComponent()
      let folder = directory.appending(path: "shared/series")
      if FileManager.default.fileExists(atPath: folder.path) { return folder }
    }
    return nil
  }()

  /// Whether the folder is there.
  static var isPresent: Bool { folder != nil }

  /// The series in a file of this name.
  static func table(_ name: String) throws -> SeriesTable {
    guard let folder else { throw CocoaError(.fileNoSuchFile) }
    return try SeriesTable(bytes: [UInt8](try Data(contentsOf: folder.appending(path: name))), source: name)
  }
}

/// The series in a text that messages call `s`.
func table(_ text: String, _ options: SeriesOptions = SeriesOptions()) throws(ForecastingError) -> SeriesTable {
  try SeriesTable(csv: text, source: "s", options: options)
}

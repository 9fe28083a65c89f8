internal import CICU

/// The languages that ICU knows.
enum Languages {
  /// A locale for each language, and for each script of a language that has several; countries differ in too little.
  static let locales: [String] = (0..<textgen_locale_count()).compactMap { index in
    textgen_locale_name(index).map { String(cString: $0) }
  }.filter { locale in
    let parts = locale.split(separator: "_")
    return parts.count == 1 || parts.count == 2 && parts[1].count == 4
  }
}

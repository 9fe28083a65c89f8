internal import CICU

/// The version of the Unicode Standard that ICU's data follow, and so normal forms and clusters.
package enum UnicodeVersion {
  /// The whole version, such as `15.0.0`.
  package static let current = numbers.map(String.init).joined(separator: ".")
  /// Its first number.
  package static let major = Int(numbers[0])

  private static let numbers: ArraySlice<UInt8> = {
    var numbers: [UInt8] = [0, 0, 0, 0]
    textgen_unicode_version(&numbers)
    return numbers.prefix(3)
  }()
}

extension DecimalNumber {
  /// The number without an exponent, every zero of its end included: `0.50`, `12 000`.
  ///
  /// - minus: what stands before a negative number.
  /// - separator: what stands between groups of three digits before the point.
  package func text(minus: String = "−", separator: String = "") -> String {
    var whole = String(digits.magnitude)
    var fraction = ""
    if exponent >= 0 {
      if digits != 0 { whole += String(repeating: "0", count: exponent) }
    } else {
      whole = String(repeating: "0", count: max(0, 1 - exponent - whole.utf8.count)) + whole
      fraction = "." + whole.suffix(-exponent)
      whole = String(whole.dropLast(-exponent))
    }
    return (digits < 0 ? minus : "") + DecimalNumber.grouped(whole, separator: separator) + fraction
  }

  private static func grouped(_ digits: String, separator: String) -> String {
    guard !separator.isEmpty else { return digits }
    var result = ""
    for (index, digit) in digits.enumerated() {
      if index > 0, (digits.utf8.count - index) % 3 == 0 { result += separator }
      result.append(digit)
    }
    return result
  }
}

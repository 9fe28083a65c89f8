/// A number with its thousands apart: 1,234,567.
func grouped(_ value: Int) -> String {
  let digits = String(value.magnitude)
  var result = ""
  for (at, digit) in digits.enumerated() {
    if at > 0, (digits.count - at) % 3 == 0 { result += "," }
    result.append(digit)
  }
  return value < 0 ? "-" + result : result
}

/// A number with at most `places` decimals and a point whatever the locale, for coordinates and scores.
func short(_ value: Double, places: Int = 1) -> String {
  var unit = 1
  for _ in 0..<places { unit *= 10 }
  let scaled = Int((value * Double(unit)).rounded())
  var fraction = String(abs(scaled) % unit)
  fraction = String(repeating: "0", count: max(0, places - fraction.count)) + fraction
  while fraction.last == "0" { fraction.removeLast() }
  let whole = (scaled < 0 ? "-" : "") + String(abs(scaled) / unit)
  return fraction.isEmpty ? whole : "\(whole).\(fraction)"
}

/// A share with exactly two decimals: 0.50.
func hundredths(_ value: Double) -> String {
  let scaled = Int((abs(value) * 100).rounded())
  return "\(value < 0 && scaled > 0 ? "−" : "")\(scaled / 100).\(scaled % 100 < 10 ? "0" : "")\(scaled % 100)"
}

import Glibc

/// Four significant digits at least, and no decimals that a large number does not need.
func significant(_ value: Double) -> String {
  guard value.isFinite else { return "\(value)" }
  guard value != 0 else { return "0" }
  let places = 3 - Int(log10(abs(value)).rounded(.down))
  return (0...9).contains(places)
    ? decimal(value, places) : places < 0 && places > -9 ? decimal(value, 0) : "\(value)"
}

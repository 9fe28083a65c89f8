/// What may stand beside the digits of a number.
enum Currency {
  /// Whether a text before a number is a currency: a sign with at most three letters, as `US$`, a code of ISO 4217, or a
  /// short word that is written before numbers.
  static func isSign(_ text: String) -> Bool {
    let scalars = text.unicodeScalars
    if scalars.contains(where: { $0.properties.generalCategory == .currencySymbol }) {
      return scalars.count <= 4
        && scalars.allSatisfy { $0.properties.isAlphabetic || $0.properties.generalCategory == .currencySymbol }
    }
    return codes.contains(text) || words.contains(text.lowercased())
  }

  /// Whether a text after a number is a currency, or a unit such as `%`, `°C`, `kg/m²` or `€/MWh`: up to twelve signs that
  /// begin with no mark of a date or time, and have no further number.
  static func isUnit(_ text: String) -> Bool {
    if isSign(text) { return true }
    let scalars = Array(text.unicodeScalars)
    guard let first = scalars.first, scalars.count <= 12 else { return false }
    guard isLetter(first) || "%‰°'\"".unicodeScalars.contains(first) else { return false }
    let digits = scalars.filter { ("0"..."9").contains($0) }
    return digits.count <= 1
      && scalars.allSatisfy { isLetter($0) || "%‰°/²³⁻¹·^.0123456789".unicodeScalars.contains($0) }
  }

  /// Whether a text is a code of ISO 4217.
  static func isCode(_ text: String) -> Bool { codes.contains(text) }

  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    scalar.properties.isAlphabetic || scalar.properties.generalCategory == .currencySymbol
  }

  private static let words: Set = ["kr", "kr.", "rs", "rs.", "fr", "fr.", "sfr.", "kč", "zł", "ft", "rp", "rm", "лв"]

  /// ISO 4217: no month's name in English is among them.
  private static let codes = Set(
    """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP \
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR \
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT \
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD \
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV \
    WST XAF XAU XCD XOF XPF YER ZAR ZMW ZWL
    """.split(separator: " ").map(String.init))
}

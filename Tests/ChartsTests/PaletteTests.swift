#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#elseif canImport(Darwin)
  import Darwin
#endif
import Charts
import Testing

@Suite struct PaletteTests {
  /// The relative luminance of the Web Content Accessibility Guidelines 2.
  private func luminance(_ color: String) throws -> Double {
    let value = try #require(Int(color.dropFirst(), radix: 16))
    let parts = [value >> 16, value >> 8 & 255, value & 255].map { part -> Double in
      let light = Double(part) / 255
      return light <= 0.04045 ? light / 12.92 : pow((light + 0.055) / 1.055, 2.4)
    }
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
  }

  private func contrast(_ one: String, _ other: String) throws -> Double {
    let pair = [try luminance(one), try luminance(other)].sorted()
    return (pair[1] + 0.05) / (pair[0] + 0.05)
  }

  @Test func colorsAreLegibleOnLightAndDark() throws {
    for color in Palette.series + Palette.ramp + [Palette.ink, Palette.mutedInk] {
      #expect(try contrast(color.base, "#ffffff") >= 3, "\(color.base)")
      #expect(try contrast(color.base, "#0d1117") >= 3, "\(color.base)")
      #expect(try contrast(color.dark, "#0d1117") >= 4.5, "\(color.dark)")
    }
    // Words are thinner than lines.
    #expect(try contrast(Palette.ink.base, "#ffffff") >= 4.5 && contrast(Palette.ink.base, "#000000") >= 4.5)
    // A white page under a dark system.
    for color in [Palette.ink, Palette.mutedInk] { #expect(try contrast(color.dark, "#ffffff") >= 3, "\(color.dark)") }
  }

  @Test func theRampBeginsWithTheStrongestContrast() throws {
    let light = try Palette.ramp.map { try contrast($0.base, "#ffffff") }
    let dark = try Palette.ramp.map { try contrast($0.dark, "#0d1117") }
    for contrasts in [light, dark] { #expect(zip(contrasts, contrasts.dropFirst()).allSatisfy { $0 > $1 }) }
  }

  @Test func placesBeginAgain() {
    #expect(Palette.color(8) == Palette.series[0])
    #expect(Palette.color(-1) == Palette.series[7])
    #expect(Set(Palette.series.map(\.terminal)).count == 8)
  }
}

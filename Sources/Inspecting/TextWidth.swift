/// About how wide a line of text is in a sans-serif font, rather too wide than too narrow: nobody knows which font
/// the viewer has.
package func estimatedWidth(of text: String, size: Double, isBold: Bool = false) -> Double {
  let widths = text.unicodeScalars.map { scalar -> Double in
    switch scalar.value {
    case 0x20, 0x27, 0x2C, 0x2E, 0x3A, 0x3B, 0x49, 0x66, 0x69, 0x6A, 0x6C, 0x72, 0x74, 0x7C: 0.4
    case 0x4D, 0x57, 0x6D, 0x77, 0x2192, 0xD7: 0.9
    case 0x1100...: 1.05
    default: 0.64
    }
  }
  return widths.reduce(0, +) * size * (isBold ? 1.08 : 1)
}

import Inspecting
import Network

/// Numbers that are the same in every run.
struct SeededNoise {
  private var state: UInt64
  init(seed: UInt64) { state = seed }

  /// Uniform from −1 to 1.
  mutating func next() -> Float {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return Float(state >> 40) / Float(1 << 23) - 1
  }

  mutating func rows(_ count: Int, _ width: Int, _ value: (Float) -> Float = { $0 }) -> [[Float]] {
    (0..<count).map { _ in (0..<width).map { _ in value(next()) } }
  }
}

extension String {
  var units: [String] { map(String.init) }
}

/// Layers of noise over a text.
func noiseRecord(_ characters: [String], units: [Int], seed: UInt64 = 7) -> TextRecord {
  var noise = SeededNoise(seed: seed)
  let count = characters.count
  return TextRecord(
    characters: characters,
    layers: units.enumerated().map { at, width in
      ActivationRecord(
        layer: at + 1, units: width,
        values: [
          .inputGate: noise.rows(count, width) { ($0 + 1) / 2 }, .forgetGate: noise.rows(count, width) { ($0 + 1) / 2 },
          .outputGate: noise.rows(count, width) { ($0 + 1) / 2 }, .candidate: noise.rows(count, width),
          .cell: noise.rows(count, width) { 2 * $0 }, .hidden: noise.rows(count, width),
        ])
    })
}

/// One layer of cells of noise over a text, with nothing else in it.
func noiseCells(_ characters: [String], units: Int, seed: UInt64) -> TextRecord {
  var noise = SeededNoise(seed: seed)
  let cell = noise.rows(characters.count, units) { 2 * $0 }
  return TextRecord(
    characters: characters,
    layers: [ActivationRecord(layer: 1, units: units, values: [.candidate: cell, .cell: cell, .hidden: cell])])
}

/// Noise in which some cells follow features: unit 5 of layer 1 the quotations, unit 2 of layer 2 the line, falling.
func plantedRecord(_ characters: [String]) -> TextRecord {
  var record = noiseRecord(characters, units: [11, 7])
  let quotes = TextFeature.insideQuotes.values(of: characters)
  let positions = TextFeature.linePosition.values(of: characters)
  for at in characters.indices {
    record.layers[0].change(.cell, at, 5) { 3 * Float(quotes[at]) - 1.5 + $0 / 8 }
    record.layers[1].change(.cell, at, 2) { 0.5 - Float(positions[at]) / 40 + $0 / 16 }
  }
  return record
}

extension ActivationRecord {
  /// Changes one value of a quantity that the cells have.
  mutating func change(_ quantity: CellQuantity, _ position: Int, _ unit: Int, to value: (Float) -> Float) {
    guard let before = values[quantity]?[position][unit] else { return }
    values[quantity]?[position][unit] = value(before)
  }
}

let stories = """
  MARA: "I saw the lantern go out at nine," she said.
  The keeper nodded. "Then the bay is dark," he told her, "and
  nobody will find the channel before the tide."
      It rained. Tom ran (as he always did) to the boats,
      and "Wait!" was all that he heard behind him.
  In the morning the wind had turned to the north.

  """

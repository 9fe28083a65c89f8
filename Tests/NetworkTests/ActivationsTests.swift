import Glibc
import Kernels
import Network
import Testing

/// What the cells did, against passes over exactly what they should have read.
@Suite struct ActivationsTests {
  /// More than two blocks of 64, and not a whole number of them.
  private static let length = 139
  private static let vocabularySize = 11

  private func fixture(_ layers: [LayerConfiguration], window: Int? = nil) throws -> Fixture {
    try Fixture(
      ModelConfiguration(
        input: .tokens(vocabularySize: Self.vocabularySize, encoding: .embedding(size: 3)), layers: layers,
        readout: window.map { .lastStep(window: $0) } ?? .everyStep, output: .softmax(classes: Self.vocabularySize),
        dropout: 0.3, recurrentDropout: 0.2), steps: window ?? 4, batchSize: 2)
  }

  /// The prelude and a text.
  private func tokens(_ count: Int = length) -> [Int32] {
    var generator = Philox(seed: 5)
    return [2] + (0..<count).map { _ in Int32(generator.next() % UInt64(Self.vocabularySize)) }
  }

  private func activations(
    _ tokens: [Int32], of fixture: Fixture, layer: Int? = nil
  ) -> (layers: [LayerActivations], lossesNats: [Float]) {
    fixture.loaded.activations(tokens: tokens, layer: layer)
  }

  /// The state after reading some tokens from the empty one, and −ln p of every token after them.
  private func read(_ tokens: ArraySlice<Int32>, by fixture: Fixture) -> (state: RecurrentState, losses: [Double]) {
    let pass = Pass(fixture.loaded, steps: tokens.count, streams: 1)
    let hiddens = pass.forward(.tokens(Array(tokens)))
    let logits = Matrix(rows: 1, columns: Self.vocabularySize)
    pass.outputs(of: hiddens.rows(hiddens.rows - 1..<hiddens.rows), into: logits)
    let values = logits.values.map(Double.init)
    let normalizer = log(values.map { exp($0) }.reduce(0, +))
    return (pass.state, values.map { normalizer - $0 })
  }

  /// The window of so many tokens that ends with the one at a place.
  private func window(_ length: Int, endingAt place: Int, of tokens: [Int32]) -> [Int32] {
    (place - length + 1...place).map { tokens[max(0, $0)] }
  }

  @Test(arguments: [1, 6, 150]) func everyTokenHasItsOwnWindow(length: Int) throws {
    let fixture = try fixture(
      [.init(hiddenSize: 5, isBidirectional: true), .init(hiddenSize: 4), .init(hiddenSize: 7, isBidirectional: true)],
      window: length)
    let tokens = tokens()
    let (layers, losses) = activations(tokens, of: fixture)
    #expect(layers.map(\.layer) == [0, 0, 1, 2, 2])
    #expect(layers.map(\.isReversed) == [false, true, false, false, true])
    #expect(losses.count == Self.length)
    for place in tokens.indices {
      let expected = read(window(length, endingAt: place, of: tokens)[...], by: fixture)
      if place > 0 {
        for (index, layer) in layers.enumerated() {
          let row = place - 1..<place
          // Bit for bit: a row of a product does not depend on the others.
          let state = expected.state
          #expect(layer.values[.cell]?.rows(row).values == state.cells[index].values, "c, \(index), \(place)")
          #expect(layer.values[.hidden]?.rows(row).values == state.hiddens[index].values, "h, \(index), \(place)")
        }
      }
      guard place < Self.length else { continue }
      // Float's softmax against Double's: a few units of 2⁻²⁴ of a loss below 4.
      #expect(abs(Double(losses[place]) - expected.losses[Int(tokens[place + 1])]) < 2e-6, "loss \(place)")
    }
  }

  /// c follows from the gates told of and the c one step before, which either direction reaches after a window without
  /// its last token in that direction's order.
  @Test func gatesAreThoseOfTheLastStep() throws {
    let (length, width) = (6, 5)
    let fixture = try fixture([.init(hiddenSize: width, isBidirectional: true)], window: length)
    let tokens = tokens()
    let (layers, _) = activations(tokens, of: fixture)
    for place in 1...Self.length {
      let read = window(length, endingAt: place, of: tokens)
      for (index, part) in [read.dropLast(), read.dropFirst()].enumerated() {
        let before = self.read(part, by: fixture).state.cells[index]
        for unit in 0..<width {
          func value(_ quantity: CellQuantity) throws -> Float {
            try #require(layers[index].values[quantity])[place - 1, unit]
          }
          let next = try value(.forgetGate) * before[0, unit] + value(.inputGate) * value(.candidate)
          // Two products and a sum of numbers below 2, with or without a fused step.
          #expect(try abs(value(.cell) - next) < 1e-6, "direction \(index), \(place), unit \(unit)")
        }
      }
    }
  }

  @Test func aCarriedStateIsThatOfOnePass() throws {
    let full = try #require(CellVariant.named.first { $0.name == "full-gate-recurrence" }?.variant)
    let fixture = try fixture([.init(hiddenSize: 5), .init(hiddenSize: 3, variant: full)])
    let tokens = tokens()
    let (layers, losses) = activations(tokens, of: fixture)
    #expect(layers.map { $0.values[.cell]?.rows } == [Self.length, Self.length])
    for place in [1, 2, 63, 64, 65, 127, 128, Self.length] {
      let expected = read(tokens[...place], by: fixture)
      for (index, layer) in layers.enumerated() {
        let (row, state) = (place - 1..<place, expected.state)
        #expect(layer.values[.cell]?.rows(row).values == state.cells[index].values, "\(index), \(place)")
        #expect(layer.values[.hidden]?.rows(row).values == state.hiddens[index].values)
      }
      guard place < Self.length else { continue }
      #expect(abs(Double(losses[place]) - expected.losses[Int(tokens[place + 1])]) < 2e-6, "loss \(place)")
    }
  }

  @Test(arguments: [1, 2, 63, 64, 65]) func oneLayerAloneIsTheSame(count: Int) throws {
    for window in [nil, 4] {
      let fixture = try fixture([.init(hiddenSize: 5), .init(hiddenSize: 3)], window: window)
      let (all, allLosses) = activations(tokens(count), of: fixture)
      let (one, oneLosses) = activations(tokens(count), of: fixture, layer: 1)
      #expect(one.count == 1 && one[0].layer == 1)
      #expect(one[0].values.count == 6 && one[0].values.mapValues(\.values) == all[1].values.mapValues(\.values))
      #expect(oneLosses == allLosses && oneLosses.count == count)
    }
  }

  private func numbers(_ layers: [LayerConfiguration], window: Int?) throws -> LoadedModel {
    let model = try SequenceModel(
      ModelConfiguration(
        input: .features(size: 2), layers: layers, readout: window.map { .lastStep(window: $0) } ?? .everyStep,
        output: .linear(size: 1)))
    var generator = Philox(seed: 4)
    return LoadedModel(model, ParameterVector(initialized: model.layout, using: &generator), threads: 2)
  }

  /// `[T, 2]`
  private func rows(_ count: Int) -> Matrix {
    var generator = Philox(seed: 6)
    let rows = Matrix(rows: count, columns: 2)
    rows.fill { _ in generator.nextUniform(bound: 1) }
    return rows
  }

  @Test(arguments: [1, 63, 64, 65, 139]) func rowsOfNumbersAreReadInOnePass(count: Int) throws {
    let loaded = try numbers([.init(hiddenSize: 5), .init(hiddenSize: 3)], window: nil)
    let rows = rows(count)
    let told = loaded.activations(ofRows: rows)
    let pass = Pass(loaded, steps: count, streams: 1)
    pass.forward(.features(rows))
    #expect(told.map(\.units) == [5, 3])
    for (index, layer) in told.enumerated() {
      let last = count - 1..<count
      #expect(layer.values[.cell]?.rows(last).values == pass.state.cells[index].values)
      #expect(layer.values[.hidden]?.rows(last).values == pass.state.hiddens[index].values)
    }
    #expect(loaded.activations(ofRows: rows, layer: 1)[0].values[.cell]?.values == told[1].values[.cell]?.values)
  }

  @Test func windowsOfNumbersAreReadFromTheEmptyState() throws {
    let (steps, count) = (6, 70)
    let loaded = try numbers([.init(hiddenSize: 5, isBidirectional: true), .init(hiddenSize: 3)], window: steps)
    let rows = rows(count + steps)
    let told = loaded.activations(ofWindows: count) { window, column, features in
      let streams = features.rows / steps
      for t in 0..<steps {
        features.rows(t * streams + column..<t * streams + column + 1).assign(rows.rows(window + t..<window + t + 1))
      }
    }
    #expect(told.map(\.layer) == [0, 0, 1])
    for window in [0, 1, 63, 64, 69] {
      let pass = Pass(loaded, steps: steps, streams: 1)
      pass.forward(.features(rows.rows(window..<window + steps)))
      for (index, layer) in told.enumerated() {
        let row = window..<window + 1
        #expect(layer.values[.cell]?.rows(row).values == pass.state.cells[index].values, "\(index), \(window)")
        #expect(layer.values[.hidden]?.rows(row).values == pass.state.hiddens[index].values, "\(index), \(window)")
      }
    }
  }
}

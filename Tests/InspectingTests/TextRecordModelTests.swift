import Checkpoints
import Foundation
import Inspecting
import Kernels
import Network
import TestSupport
import TextEncoding
import Testing

@Suite struct TextRecordModelTests {
  private func checkpoint(_ layers: [LayerConfiguration], window: Int? = nil) throws -> TextCheckpoint {
    let tokenizer = try withCorpus("a bold cab\nbalks\n") { tokenizer, _, _ in tokenizer }
    let count = tokenizer.vocabulary.count
    let model = try SequenceModel(
      ModelConfiguration(
        input: .tokens(vocabularySize: count, encoding: .oneHot), layers: layers,
        readout: window.map { .lastStep(window: $0) } ?? .everyStep, output: .softmax(classes: count)))
    var generator = Philox(seed: 8)
    return TextCheckpoint(
      model: model, subject: tokenizer, parameters: ParameterVector(initialized: model.layout, using: &generator))
  }

  /// h = o ∘ ψ(c), and c follows from the row before it: what the record says has to be what the cell does.
  @Test(arguments: CellVariant.named.indices) func rowsObeyTheEquationsOfTheCell(index: Int) throws {
    let variant = CellVariant.named[index].variant
    let checkpoint = try checkpoint([.init(hiddenSize: 5, variant: variant), .init(hiddenSize: 19, variant: variant)])
    let tokens = try checkpoint.tokenizer.encode("a cold\nback")
    let record = TextRecord(of: tokens, by: checkpoint, threads: 2)
    try record.validate()
    #expect(record.characters.joined() == "a cold\nback")
    #expect(record.layers.map(\.layer) == [1, 2] && record.layers.map(\.units) == [5, 19])
    for layer in record.layers {
      #expect((layer.values[.inputGate] == nil) == !variant.hasInputGate)
      #expect((layer.values[.forgetGate] == nil) == (variant.forgetGate == .none))
      #expect((layer.values[.outputGate] == nil) == !variant.hasOutputGate)
      let (cell, hidden) = try (#require(layer.values[.cell]), #require(layer.values[.hidden]))
      let candidate = try #require(layer.values[.candidate])
      for t in tokens.indices {
        for u in 0..<layer.units {
          let output = layer.values[.outputGate]?[t][u] ?? 1
          let squashed = variant.outputActivation == .tanh ? Float(tanhOf(cell[t][u])) : cell[t][u]
          // A product of two numbers that are each right to a few of Float's 2⁻²⁴.
          #expect(abs(hidden[t][u] - output * squashed) < 1e-5, "h of \(layer.layer), \(t), \(u)")
          guard t > 0 else { continue }
          let next =
            (layer.values[.forgetGate]?[t][u] ?? 1) * cell[t - 1][u]
            + (layer.values[.inputGate]?[t][u] ?? 1) * candidate[t][u]
          #expect(abs(cell[t][u] - next) < 1e-5 * max(1, abs(next)), "c of \(layer.layer), \(t), \(u)")
        }
      }
    }
    let predictions = try #require(record.predictions)
    #expect(predictions.count == tokens.count && predictions.allSatisfy { (0...1).contains($0 ?? -1) })
  }

  private func tanhOf(_ x: Float) -> Double {
    let e = Matrix(rows: 1, columns: 1, values: [x])
    applyTanh(e)
    return Double(e[0, 0])
  }

  @Test func windowsAreRecordedInBothDirectionsWithWhatIsPredictedFromThem() throws {
    let checkpoint = try checkpoint([.init(hiddenSize: 4, isBidirectional: true), .init(hiddenSize: 3)], window: 6)
    let tokenizer = checkpoint.tokenizer
    let tokens = try tokenizer.encode("bold cab\nbold")
    let record = TextRecord(of: tokens, by: checkpoint, threads: 1)
    try record.validate()
    #expect(record.layers.map(\.layer) == [1, 1, 2])
    #expect(record.layers.map(\.isReversed) == [false, true, false])
    for layer in record.layers {
      let (cell, hidden) = try (#require(layer.values[.cell]), #require(layer.values[.hidden]))
      let gate = try #require(layer.values[.outputGate])
      for (t, u) in tokens.indices.flatMap({ t in (0..<layer.units).map { (t, $0) } }) {
        let output = gate[t][u]
        // A product of two numbers that are each right to a few of Float's 2⁻²⁴.
        #expect(abs(hidden[t][u] - output * Float(tanhOf(cell[t][u]))) < 1e-6, "\(layer.layer), \(t), \(u)")
      }
    }
    var expected: [Float?] = []
    checkpoint.loaded(threads: 1).forEachLossNats(
      in: 0..<tokens.count + 1, of: TokenList([tokenizer.prelude] + tokens), layout: .init(count: tokens.count)
    ) { expected.append(Float(exp(-$1))) }
    let predictions = try #require(record.predictions)
    #expect(predictions.count == tokens.count)
    for (mine, scored) in zip(predictions, expected) {
      // The same losses; Float's exp against Double's.
      #expect(abs((mine ?? 0) - (scored ?? 1)) < 1e-6)
    }
  }

  @Test func oneLayerIsRecordedAlone() throws {
    let checkpoint = try checkpoint([.init(hiddenSize: 4), .init(hiddenSize: 3)])
    let tokens = try checkpoint.tokenizer.encode("bold cab")
    var all = TextRecord(of: tokens, by: checkpoint, threads: 1)
    all.layers.removeFirst()
    #expect(TextRecord(of: tokens, by: checkpoint, layer: 2, threads: 1) == all)
  }

  @Test func summariesCountEveryParameter() throws {
    var peepholes = CellVariant()
    peepholes.hasPeepholes = true
    for (layers, window) in [
      ([LayerConfiguration(hiddenSize: 5)], nil), ([.init(hiddenSize: 5, variant: peepholes)], nil),
      ([.init(hiddenSize: 5, isBidirectional: true), .init(hiddenSize: 7)], 4),
    ] as [([LayerConfiguration], Int?)] {
      let model = try checkpoint(layers, window: window).model
      let lines = ModelDescription(model, things: "characters").summary.lines
      #expect(lines.last?.filter { $0 != "," }.hasSuffix("\(model.layout.count)") == true, "\(lines)")
      #expect(lines.contains { $0.contains(window == nil ? "(samples, steps, 5)" : "(samples, 4, 10)") }, "\(lines)")
    }
  }
}

import Inspecting
import Kernels
import TestSupport
import Testing

extension CellVariant: CustomTestStringConvertible {
  /// Where it differs from the standard cell.
  public var testDescription: String { peculiarities.isEmpty ? "standard" : peculiarities.joined(separator: ", ") }
}

@Suite struct ModelDiagramTests {
  static let cells: [CellVariant] = {
    var result: [CellVariant] = []
    for forgetGate in [CellVariant.ForgetGate.own, .coupled, .none] {
      for bits in 0..<16 where forgetGate != .coupled || bits & 1 == 0 {
        var cell = CellVariant()
        cell.forgetGate = forgetGate
        cell.hasInputGate = bits & 1 == 0
        cell.hasOutputGate = bits & 2 == 0
        cell.hasPeepholes = bits & 4 != 0
        cell.hasFullGateRecurrence = bits & 8 != 0
        result.append(cell)
      }
    }
    for input in [CellVariant.Activation.tanh, .relu, .identity] {
      for output in [CellVariant.Activation.tanh, .relu, .identity] {
        var cell = CellVariant()
        (cell.inputActivation, cell.outputActivation) = (input, output)
        result.append(cell)
      }
    }
    return result
  }()

  /// One model of every cell, drawn once for all tests.
  static let drawings = Dictionary(
    cells.map { cell in (cell, Result { try Picture(ModelDiagram(model([cell])).svg) }) },
    uniquingKeysWith: { first, _ in first })

  private static func model(_ cells: [CellVariant], bidirectional: Bool = false) -> DrawnModel {
    DrawnModel(
      input: ["characters, 65 different → embedding of 64"],
      layers: cells.enumerated().map { at, cell in
        DrawnModel.Layer(
          title: "LSTM \(at + 1)", outputShape: "(samples, steps, \(128 << at))", parameters: 1_234_560 + at,
          isBidirectional: bidirectional, cell: cell)
      },
      readout: "linear 256 → 65, 16,705 parameters", output: "softmax: <the next character>")
  }

  private func expectTidy(_ drawing: Picture, _ name: String) {
    #expect(drawing.overlaps().isEmpty, "\(name)")
    let (page, strokes, boxes) = (drawing.page, drawing.strokes, drawing.boxes)
    for (text, box) in drawing.texts {
      #expect(box.lies(in: page), "\(name): \(text) leaves the page")
      #expect(!strokes.contains { $0.meets(box) }, "\(name): a line through \(text)")
      for other in boxes {
        #expect(box.lies(in: other) || !box.meets(other), "\(name): \(text) crosses the edge of a box")
      }
    }
  }

  @Test(arguments: cells) func everyVariantIsTidy(cell: CellVariant) throws {
    expectTidy(try #require(Self.drawings[cell]).get(), "\(cell)")
  }

  @Test(arguments: [1, 2, 3, 6], [false, true]) func everyStackIsTidy(count: Int, bidirectional: Bool) throws {
    let layers = Self.model(Array(Self.cells.prefix(count)), bidirectional: bidirectional)
    let drawing = try Picture(ModelDiagram(layers).svg)
    #expect(ModelDiagram(layers).svg.contains("style=\"color-scheme:light dark\""))
    expectTidy(drawing, "\(count) layers")
    let texts = drawing.texts.map(\.text)
    for layer in layers.layers {
      #expect(texts.contains(layer.title))
      #expect(texts.contains { $0.hasPrefix(layer.outputShape) && $0.contains("1,234,56") })
    }
    #expect(texts.filter { $0 == "backward" }.count == (bidirectional ? count : 0))
    #expect(texts.filter { $0 == "c, h" }.count == (bidirectional ? 0 : count))
    #expect(texts.filter { $0.hasPrefix("One cell") }.count == count, "every variant has a cell")
  }

  @Test func equalCellsAreDrawnOnce() throws {
    let texts = try Picture(ModelDiagram(Self.model([CellVariant(), CellVariant(), CellVariant()])).svg).texts.map(
      \.text)
    #expect(texts.filter { $0.hasPrefix("One cell") } == ["One cell, in every layer the same"])
  }

  @Test(arguments: cells) func onlyWhatTheCellHasIsDrawn(cell: CellVariant) throws {
    let drawing = try #require(Self.drawings[cell]).get()
    let texts = drawing.texts.map(\.text)
    #expect(texts.contains("input gate i") == cell.hasInputGate)
    #expect(texts.contains("forget gate f") == (cell.forgetGate == .own))
    #expect(texts.contains("1 − i") == (cell.forgetGate == .coupled))
    #expect(texts.contains("output gate o") == cell.hasOutputGate)
    #expect(texts.contains("candidate g"))
    let activations = [cell.inputActivation, cell.outputActivation].filter { $0 != .identity }.map(\.rawValue)
    #expect(texts.filter { ["tanh", "relu"].contains($0) }.sorted() == activations.sorted())
    let own = (cell.hasInputGate ? 1 : 0) + (cell.forgetGate == .own ? 1 : 0) + (cell.hasOutputGate ? 1 : 0)
    #expect(texts.filter { $0 == "σ" }.count == own)
    let dashed = drawing.elements.filter { $0.attributes["stroke-dasharray"] != nil }.count
    #expect(dashed == (cell.hasPeepholes ? own : 0), "one peephole for each gate")
    let entering = ["c", "h", "x"].flatMap { name in texts.filter { $0.hasPrefix(name + "t") } }
    #expect(entering.sorted() == ["ct", "ct−1", "ht", "ht−1", "xt"])
    let recurrent = texts.filter { $0.hasSuffix("ot−1") || $0.hasSuffix("it−1") || $0.hasSuffix("ft−1") }
    #expect(recurrent.count == (cell.hasFullGateRecurrence && own > 0 ? 1 : 0))
  }

  /// WCAG 2's contrast on a white and on a near-black page (GitHub's), for every colour in either theme.
  @Test(arguments: Ink.allCases) func coloursAreReadableOnEveryPage(ink: Ink) {
    func luminance(_ colour: String) -> Double {
      let value = Int(colour.dropFirst(), radix: 16) ?? 0
      let parts = [16, 8, 0].map { shift -> Double in
        let fraction = Double(value >> shift & 255) / 255
        // The second branch is x^2.4 as x² · ⁵√x², by Newton's steps.
        guard fraction > 0.04045 else { return fraction / 12.92 }
        let x = (fraction + 0.055) / 1.055
        var root = 1.0
        for _ in 0..<60 { root -= (root * root * root * root * root - x * x) / (5 * root * root * root * root) }
        return x * x * root
      }
      return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
    }
    for colour in [ink.color, ink.onLight, ink.onDark] {
      let on = luminance(colour) + 0.05
      #expect(1.05 / on >= 3, "\(ink) \(colour) on white")
      #expect(on / (luminance("#0d1117") + 0.05) >= 3, "\(ink) \(colour) on black")
    }
  }
}

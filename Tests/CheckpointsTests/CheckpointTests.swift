import Checkpoints
import Foundation
import Kernels
import Network
import TestSupport
import Testing
import TextEncoding

@Suite struct CheckpointTests {
  /// The whole header of a model of two tokens and one cell.
  static let header = #"""
    {"__metadata__":{
      "configuration":"{\"dropout\":0,\"input\":{\"tokens\":{\"encoding\":{\"oneHot\":{}},\"vocabularySize\":2}},\"layers\":[LAYER],\"output\":{\"softmax\":{\"classes\":2}},\"readout\":{\"everyStep\":{}},\"recurrentDropout\":0}",
      "format":"textgen","format_version":"1",
      "tokenizer":"{\"lineEnds\":\"unified\",\"normalization\":\"nfc\",\"vocabulary\":{\"counts\":[3,4],\"unit\":\"grapheme\",\"units\":[\"a\",\"b\"]}}"},
    "lstm.weight_ih_l0":{"data_offsets":[0,32],"dtype":"F32","shape":[4,2]},
    "lstm.weight_hh_l0":{"data_offsets":[32,48],"dtype":"F32","shape":[4,1]},
    "lstm.bias_ih_l0":{"data_offsets":[48,64],"dtype":"F32","shape":[4]},
    "lstm.bias_hh_l0":{"data_offsets":[64,80],"dtype":"F32","shape":[4]},
    "decoder.weight":{"data_offsets":[80,88],"dtype":"F32","shape":[2,1]},
    "decoder.bias":{"data_offsets":[88,96],"dtype":"F32","shape":[2]}}
    """#.replacing("LAYER", with: layer)

  static let layer =
    #"{\"hiddenSize\":1,\"isBidirectional\":false,\"variant\":{\"forgetGate\":\"own\",\"hasFullGateRecurrence\":false,"#
    + #"\"hasInputGate\":true,\"hasOutputGate\":true,\"hasPeepholes\":false,\"inputActivation\":\"tanh\","#
    + #"\"outputActivation\":\"tanh\"}}"#

  /// 1, 2, 3 … 24.
  static let data = (1...24).flatMap { withUnsafeBytes(of: Float($0).bitPattern.littleEndian, Array.init) }

  @Test func readsLiteralBytesAndAddsTheSecondBias() throws {
    try withFile(safetensors(Self.header, data: Self.data)) { path in
      let checkpoint = try TextCheckpoint(contentsOf: path)
      #expect(
        checkpoint.model.configuration
          == ModelConfiguration(vocabularySize: 2, input: .oneHot, hiddenSizes: [1], dropout: 0))
      #expect(checkpoint.tokenizer.vocabulary.entries.map(\.bytes) == [[97], [98]])
      #expect(checkpoint.tokenizer.vocabulary.counts == [3, 4])
      #expect(checkpoint.training == nil)
      // 13 … 16 and 17 … 20 have become one bias.
      #expect(checkpoint.parameters.row.values == (1...12).map(Float.init) + [30, 32, 34, 36, 21, 22, 23, 24])
    }
  }

  @Test func aFileWithoutTheSecondBiasIsRead() throws {
    let header = Self.header
      .replacing(#""lstm.bias_hh_l0":{"data_offsets":[64,80],"dtype":"F32","shape":[4]},"#, with: "")
      .replacing("[80,88]", with: "[64,72]").replacing("[88,96]", with: "[72,80]")
    try withFile(safetensors(header, data: Array(Self.data[..<80]))) { path in
      let values = try TextCheckpoint(contentsOf: path).parameters.row.values
      #expect(values == (1...20).map(Float.init))
    }
  }

  @Test func whatIsWrittenIsReadBack() throws {
    try withFile(safetensors(Self.header, data: Self.data)) { path in
      var checkpoint = try TextCheckpoint(contentsOf: path)
      checkpoint.training = .init(
        record: #"{"step":7}"#,
        tensors: [.init(name: "optimizer.x", shape: [3, 1], values: Matrix(rows: 3, columns: 1, values: [5, 6, 7]))])
      try checkpoint.write(to: path)
      let first = try Data(contentsOf: URL(filePath: path))
      let read = try TextCheckpoint(contentsOf: path)
      #expect(read.model.configuration == checkpoint.model.configuration)
      #expect(read.tokenizer == checkpoint.tokenizer)
      #expect(read.parameters.row.values == checkpoint.parameters.row.values)
      #expect(read.training?.record == #"{"step":7}"#)
      #expect(read.training?.tensors.map(\.name) == ["optimizer.x"])
      #expect(read.training?.tensors.first?.shape == [3, 1])
      #expect(read.training?.tensors.first?.values.values == [5, 6, 7])
      try read.write(to: path)
      #expect(try Data(contentsOf: URL(filePath: path)) == first)
    }
  }

  struct Refusal: CustomTestStringConvertible {
    let testDescription: String
    /// What stands in the header instead of what.
    let changes: [(String, String)]
    let error: @Sendable (_ path: String) -> CheckpointError

    init(_ name: String, _ changes: (String, String)..., error: @escaping @Sendable (String) -> CheckpointError) {
      (testDescription, self.changes, self.error) = (name, changes, error)
    }
  }

  static let refusals: [Refusal] = [
    Refusal("another program's file", (#""format":"textgen","#, #""format":"pt","#)) { .notOurs(path: $0) },
    Refusal("no format", (#""format":"textgen","#, "")) { .notOurs(path: $0) },
    Refusal("no metadata", ("__metadata__", "__other__")) {
      .notAnArchive(path: $0, reason: "its header is not the JSON of tensors and strings")
    },
    Refusal("a later version", (#""format_version":"1""#, #""format_version":"2""#)) {
      .newerFormat(path: $0, version: "2", supported: 1)
    },
    Refusal("version 0", (#""format_version":"1""#, #""format_version":"0""#)) {
      .invalidMetadata(path: $0, key: "format_version", reason: "`0` is not a version")
    },
    Refusal("a version that is no number", (#""format_version":"1""#, #""format_version":"1.5""#)) {
      .invalidMetadata(path: $0, key: "format_version", reason: "`1.5` is not a version")
    },
    Refusal("no version", (#""format_version":"1","#, "")) {
      .invalidMetadata(path: $0, key: "format_version", reason: "`` is not a version")
    },
    Refusal("no configuration", (#""configuration":"#, #""configuratiom":"#)) {
      .invalidMetadata(path: $0, key: "configuration", reason: "it is missing")
    },
    Refusal("a configuration without layers' sizes", (#"\"hiddenSize\":1,"#, "")) {
      .invalidMetadata(path: $0, key: "configuration", reason: "`layers[0].hiddenSize` is missing")
    },
    Refusal("a model of something else", (#""tokenizer":"#, #""kind":"a forecast","tokeniser":"#)) {
      .otherKind(path: $0, expected: "a model of text", found: "a forecast")
    },
    Refusal("an impossible configuration", (#"\"hiddenSize\":1"#, #"\"hiddenSize\":0"#)) {
      .invalidMetadata(
        path: $0, key: "configuration", reason: "hidden size is 0; it has to be from 1 to 16384")
    },
    Refusal("no tokenizer", (#""tokenizer":"#, #""tokeniser":"#)) {
      .invalidMetadata(path: $0, key: "tokenizer", reason: "it is missing")
    },
    Refusal("a unit twice", (#"[\"a\",\"b\"]"#, #"[\"a\",\"a\"]"#)) {
      .invalidMetadata(
        path: $0, key: "tokenizer", reason: "`vocabulary.units` holds what this version does not write")
    },
    Refusal("too few units", (#"[3,4]"#, "[3]"), (#"[\"a\",\"b\"]"#, #"[\"a\"]"#)) {
      .invalidMetadata(
        path: $0, key: "tokenizer",
        reason: "`vocabulary.units` are 1, for a network that has 2 as its `vocabularySize` and 2 as the number of its "
          + "output classes")
    },
    Refusal("classes that are not the vocabulary's", (#"\"classes\":2"#, #"\"classes\":3"#)) {
      .invalidMetadata(
        path: $0, key: "tokenizer",
        reason: "`vocabulary.units` are 2, for a network that has 2 as its `vocabularySize` and 3 as the number of its "
          + "output classes")
    },
    Refusal("a parameter of another name", ("decoder.bias", "decoder.bios")) {
      .missingTensor(path: $0, name: "decoder.bias", shape: [2])
    },
    Refusal("a parameter too many", ("bias_hh_l0", "bias_hh_l1")) {
      .unexpectedTensor(path: $0, name: "lstm.bias_hh_l1", shape: [4])
    },
    Refusal("a weight of another shape", ("[4,2]", "[2,4]")) {
      .wrongShape(path: $0, name: "lstm.weight_ih_l0", expected: [4, 2], found: [2, 4])
    },
    Refusal("a bias of two dimensions", (#""dtype":"F32","shape":[2]}"#, #""dtype":"F32","shape":[1,2]}"#)) {
      .wrongShape(path: $0, name: "decoder.bias", expected: [2], found: [1, 2])
    },
    Refusal(
      "a second bias of another shape", (#"[64,80],"dtype":"F32","shape":[4]"#, #"[64,80],"dtype":"F32","shape":[2,2]"#)
    ) {
      .wrongShape(path: $0, name: "lstm.bias_hh_l0", expected: [4], found: [2, 2])
    },
    // Its 64 layers of 16,384 cells would take half a terabyte: the tensors are compared before that is allocated.
    Refusal(
      "a configuration far beyond the file",
      (
        layer,
        layer
          + String(repeating: "," + layer.replacing(#"Size\":1,"#, with: #"Size\":16384,"#), count: 63)
      )
    ) {
      .missingTensor(path: $0, name: "lstm.weight_ih_l1", shape: [65_536, 1])
    },
  ]

  @Test(arguments: refusals) func badFilesAreRefusedByName(of refusal: Refusal) throws {
    var header = Self.header
    for (old, new) in refusal.changes {
      try #require(header.contains(old), "\(old)")
      header.replace(old, with: new)
    }
    try withFile(safetensors(header, data: Self.data)) { path in
      #expect(throws: refusal.error(path)) { try TextCheckpoint(contentsOf: path) }
    }
  }

  /// Also the bias that is added to the first one.
  @Test(
    arguments: [
      (0, .nan, "lstm.weight_ih_l0"), (12, .infinity, "lstm.bias_ih_l0"), (17, .nan, "lstm.bias_hh_l0"),
      (19, -.infinity, "lstm.bias_hh_l0"), (23, .nan, "decoder.bias"),
    ] as [(Int, Float, String)])
  func numbersThatAreNotFiniteAreRefused(index: Int, value: Float, name: String) throws {
    var floats = (1...24).map(Float.init)
    floats[index] = value
    try expectNotFinite(floats, name)
  }

  /// Sums of products with them would not be finite.
  @Test(arguments: [(0, 3e38, "lstm.weight_ih_l0"), (17, -2e15, "lstm.bias_hh_l0")] as [(Int, Float, String)])
  func numbersThatAreTooLargeAreRefused(index: Int, value: Float, name: String) throws {
    var floats = (1...24).map(Float.init)
    floats[index] = value
    try expectRefused(floats, name, "its numbers are larger than any training makes them; take an older copy")
  }

  private func expectNotFinite(_ floats: [Float], _ name: String) throws {
    try expectRefused(floats, name, "not all of its numbers are finite; take an older copy")
  }

  private func expectRefused(_ floats: [Float], _ name: String, _ reason: String) throws {
    let data = floats.flatMap { withUnsafeBytes(of: $0.bitPattern.littleEndian, Array.init) }
    try withFile(safetensors(Self.header, data: data)) { path in
      #expect(throws: CheckpointError.invalidTensor(path: path, name: name, reason: reason)) {
        try TextCheckpoint(contentsOf: path)
      }
    }
  }

  /// As many numbers under another name.
  @Test func parametersOfAnotherModelTrap() async throws {
    await #expect(processExitsWith: .failure) {
      try withFile(safetensors(Self.header, data: Self.data)) { path in
        let checkpoint = try TextCheckpoint(contentsOf: path)
        var layout = ParameterLayout()
        _ = layout.declare("decoder.weight", shape: [checkpoint.model.layout.count], initializer: .zeros)
        _ = TextCheckpoint(
          model: checkpoint.model, subject: checkpoint.subject, parameters: ParameterVector(zeros: layout))
      }
    }
  }

  @Test func theHeaderSaysTheKind() throws {
    // Weights that are not there are not asked for.
    for (kind, expected) in [("", "a model of text"), (#""kind":"a forecast","#, "a forecast")] {
      let header = Self.header.replacing(#""format":"#, with: kind + #""format":"#)
      try withFile(safetensors(header, data: [])) { path in
        let read = try CheckpointHeader(contentsOf: path)
        #expect(read.kind == expected)
      }
    }
    try withFile(safetensors(Self.header.replacing("textgen", with: "pt"), data: Self.data)) { path in
      #expect(throws: CheckpointError.notOurs(path: path)) { try CheckpointHeader(contentsOf: path) }
    }
  }

  @Test func everyBeginningOfAFileIsRefused() throws {
    let bytes = safetensors(Self.header, data: Self.data)
    try withFile([]) { path in
      for length in bytes.indices {
        try Data(bytes[..<length]).write(to: URL(filePath: path))
        #expect(throws: CheckpointError.self, "\(length) of \(bytes.count) bytes") {
          try TextCheckpoint(contentsOf: path)
        }
      }
    }
  }

  /// Changes of single bytes make other numbers, names and nonsense: all of that is read or refused, nothing traps.
  @Test(arguments: [UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "\""), 0x00, 0xFF])
  func anyChangedByteIsReadOrRefused(byte: UInt8) throws {
    var bytes = safetensors(Self.header, data: Self.data)
    var refused = 0
    try withFile(bytes) { path in
      for index in 0..<8 + Self.header.utf8.count {
        let kept = bytes[index]
        bytes[index] = byte
        defer { bytes[index] = kept }
        try Data(bytes).write(to: URL(filePath: path))
        do {
          _ = try TextCheckpoint(contentsOf: path)
        } catch is CheckpointError {
          refused += 1
        }
      }
    }
    #expect(refused > Self.header.utf8.count / 2)
  }
}

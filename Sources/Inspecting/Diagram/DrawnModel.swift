import Kernels

/// A model as it is configured, as far as a drawing shows it.
public struct DrawnModel: Equatable, Sendable {
  /// One layer.
  public struct Layer: Equatable, Sendable {
    /// Its name, as `LSTM 1`.
    public var title: String
    /// The shape of what it passes on, as `(samples, steps, 256)`.
    public var outputShape: String
    /// How many numbers it learns.
    public var parameters: Int
    /// Whether it reads the text in both directions.
    public var isBidirectional: Bool
    /// Its cells; a coupled forget gate needs an input gate.
    public var cell: CellVariant

    /// A layer of given parts.
    public init(
      title: String, outputShape: String, parameters: Int, isBidirectional: Bool = false,
      cell: CellVariant = CellVariant()
    ) {
      (self.title, self.outputShape, self.parameters) = (title, outputShape, parameters)
      (self.isBidirectional, self.cell) = (isBidirectional, cell)
    }
  }

  /// What comes before the layers, the first thing first; each is a box: `characters, 65 different`.
  public var input: [String]
  /// The layers, lowest first.
  public var layers: [Layer]
  /// What makes scores from the last layer, as `linear 256 → 65, 16,705 parameters`.
  public var readout: String
  /// What comes out, as `softmax over 65 characters`.
  public var output: String

  /// A model of given parts.
  public init(input: [String], layers: [Layer], readout: String, output: String) {
    (self.input, self.layers, self.readout, self.output) = (input, layers, readout, output)
  }
}

import Checkpoints
import Kernels
import Network
import TextEncoding

/// Scores a text with a model that learns from the text while it reads: each character is predicted before the model
/// learns from it (dynamic evaluation: Krause, Kahembwe, Murray and Renals 2018).
///
/// After every 32 characters each weight moves down the gradient of their mean loss, by the gradient over the root of a
/// running mean of its squares, and a little back to where it was at first. So no weight goes farther than the sum of
/// finitely many bounded moves, and none becomes infinite. `Benchmarks/README.md` has how the numbers were chosen.
///
/// A reference, since the weights change with what is read. Memory: the model seven times, and the buffers of one pass.
public final class DynamicEvaluation {
  /// Characters that are predicted before the model learns from them.
  private static let chunk = 32
  /// How much of the mean of squares is kept from chunk to chunk.
  private static let memory: Float = 0.999
  /// The fraction of the way back to the first weights that each chunk takes.
  private static let wayBack: Float = 0.002

  private let trainee: TrainableModel
  private let origin: ParameterVector
  private let meanSquare: ParameterVector
  private let prelude: TokenID
  /// How often the weights have moved, in all texts.
  private var moves = 0

  /// A model that begins with the weights of a checkpoint, which stay as they are.
  public init(checkpoint: TextCheckpoint, threads: Int) {
    let model = checkpoint.model.withoutDropout
    trainee = TrainableModel(model, checkpoint.parameters.copy(), threads: threads)
    origin = checkpoint.parameters
    meanSquare = ParameterVector(zeros: model.layout)
    prelude = checkpoint.tokenizer.prelude
  }

  /// How far weights move: wide layers need less.
  private var rate: Float {
    let widest = trainee.model.configuration.layers.map(\.hiddenSize).max() ?? 1
    return min(7e-4, 0.3 / Float(widest))
  }

  /// The score of a text of any length; a second text is read with what was learnt from the first.
  ///
  /// - progress: is called now and then with the characters read.
  public func score(_ text: some TokenReading, progress: (Int) -> Void = { _ in }) -> Score {
    let text = PreludedText(prelude: prelude, text: text)
    let window = trainee.model.configuration.window
    let (steps, streams) = window.map { ($0, Self.chunk) } ?? (Self.chunk, 1)
    let pass = TrainingPass(trainee, steps: steps, streams: streams)
    var (tokens, buffer) = ([TokenID](repeating: 0, count: steps * streams), [TokenID]())
    var targets = [TokenID](repeating: 0, count: Self.chunk)
    var score = Score()
    while score.characters + Self.chunk < text.count {
      let first = score.characters
      for column in 0..<streams {
        // A window ends before its target; a state stands before the chunk.
        let start = window.map { first + column + 1 - $0 } ?? first
        text.write(from: start, upTo: text.count, to: column, of: &tokens, streams: streams, buffer: &buffer)
      }
      text.write(from: first + 1, upTo: text.count, to: 0, of: &targets, streams: 1, buffer: &buffer)
      pass.clearGradients()
      let loss = pass.addGradients(.tokens(tokens), targets: .tokens(targets), dropout: nil)
      score.characters += Self.chunk
      score.sumNats += loss * Double(Self.chunk)
      learn(pass.gradientParts)
      progress(score.characters)
    }
    addRest(of: text, after: pass.state, to: &score)
    return score
  }

  /// Moves the weights down the gradients of a chunk.
  private func learn(_ parts: VectorParts) {
    moves += 1
    let step = AdamWStep(rate: rate, beta1: 0, beta2: Self.memory, epsilon: 1e-6, decay: 0, number: moves)
    let (parameters, gradients) = (trainee.parameters.row, trainee.gradients.row)
    for ranges in [parts.always, parts.rows] {
      // With β₁ = 0 the mean gradient is the gradient.
      updateAdamW(
        parameters, gradients: gradients, firstMoment: gradients, secondMoment: meanSquare.row, at: ranges,
        step: step, on: trainee.loaded.team)
      pull(parameters, toward: origin.row, by: Self.wayBack, at: ranges)
    }
    trainee.weightsChanged()
  }

  /// The characters after the last whole chunk, from which nothing is left to be learnt for.
  private func addRest(of text: some TokenReading, after state: RecurrentState, to score: inout Score) {
    let rest = score.characters..<text.count
    guard rest.count > 1 else { return }
    if trainee.model.configuration.window != nil {
      trainee.loaded.forEachLossNats(in: rest, of: text, layout: PassLayout(count: rest.count - 1, exact: true)) {
        score.characters += 1
        score.sumNats += $1
      }
      return
    }
    let pass = Pass(trainee.loaded, steps: rest.count - 1, streams: 1)
    pass.state = state
    var tokens = [TokenID](repeating: 0, count: rest.count)
    tokens.withUnsafeMutableBufferPointer { text.copyTokens(rest, into: $0) }
    let losses = pass.losses(.tokens(Array(tokens.dropLast())), targets: .tokens(Array(tokens.dropFirst())))
    for row in 0..<losses.rows {
      score.characters += 1
      score.sumNats += Double(losses[row, 0])
    }
  }
}

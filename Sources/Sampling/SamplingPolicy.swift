/// What is wrong with the wishes for a sample.
public enum SamplingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// A number outside what it may be.
  case outOfRange(name: String, value: Double, allowed: String)
  /// A text to stop before that has nothing in it.
  case emptyStop
  /// A text to stop before that the model cannot write; `unknown` is the first character that it lacks.
  case neverOccurs(text: String, unknown: String)

  /// One line: what is wrong, and what may be.
  public var description: String {
    switch self {
    case .outOfRange(let name, let value, let allowed): "\(name) is \(value); it has to be \(allowed)"
    case .emptyStop: "a text to stop before has to have a character at least"
    case .neverOccurs(let text, let unknown):
      "the text '\(text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: "\\n"))' to stop before "
        + "can never occur: \(unknown) is not among the characters that the model knows"
    }
  }
}

/// How the next token is chosen from the logits.
///
/// The filters apply in this order to the probabilities at the temperature: the `topK` likeliest; the fewest whose
/// probabilities reach `topP` (Holtzman et al. 2020); those of at least `minP` times the likeliest (Nguyen et al.
/// 2024).
public struct SamplingPolicy: Equatable, Sendable {
  /// Logits are divided by it; 0 always takes the likeliest token.
  public let temperature: Double
  /// At most so many candidates.
  public let topK: Int?
  /// Candidates up to this fraction of the probability.
  public let topP: Double?
  /// Candidates down to this fraction of the likeliest one's probability.
  public let minP: Double?

  /// A policy; throws on numbers out of range.
  public init(temperature: Double = 1, topK: Int? = nil, topP: Double? = nil, minP: Double? = nil)
    throws(SamplingError)
  {
    guard temperature >= 0, temperature.isFinite else {
      throw .outOfRange(name: "temperature", value: temperature, allowed: "0 or more")
    }
    if let topK, topK < 1 { throw .outOfRange(name: "top-k", value: Double(topK), allowed: "1 or more") }
    if let topP, !(topP > 0 && topP <= 1) {
      throw .outOfRange(name: "top-p", value: topP, allowed: "above 0 and at most 1")
    }
    if let minP, !(minP >= 0 && minP <= 1) {
      throw .outOfRange(name: "min-p", value: minP, allowed: "from 0 to 1")
    }
    (self.temperature, self.topK, self.topP, self.minP) = (temperature, topK, topP, minP)
  }
}

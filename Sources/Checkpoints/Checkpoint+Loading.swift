import Network
import TextEncoding

extension Checkpoint {
  /// The model with its weights, to be run. Cost: one read and one write of every weight.
  public func loaded(threads: Int) -> LoadedModel { LoadedModel(model, parameters, threads: threads) }
}

extension TokenizedCorpus: TokenReading {}

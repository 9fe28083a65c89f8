import Kernels

/// A network that can be run: its description, its weights in the orders in which products read them, and the threads.
///
/// Memory: the parameters, and as much again for their packed form; tables of the first layer's sums `[V, G·H]` where
/// weights stay and V is at most 1,024.
public final class LoadedModel: Sendable {
  /// The network.
  public let model: SequenceModel
  /// The threads that compute.
  public let team: ThreadTeam
  let weights: PackedWeights

  /// Loads weights that stay. Cost: one read and one write of every weight.
  public convenience init(_ model: SequenceModel, _ parameters: ParameterVector, threads: Int) {
    self.init(model, parameters, tables: .ofVocabulary, on: ThreadTeam(threads: threads))
  }

  init(_ model: SequenceModel, _ parameters: ParameterVector, tables: TokenTables, on team: ThreadTeam) {
    (self.model, self.team) = (model, team)
    weights = PackedWeights(model, parameters, order: .forward, tables: tables, on: team)
  }

  /// The network's configuration.
  public var configuration: ModelConfiguration { model.configuration }
  /// The weights.
  public var parameters: ParameterVector { weights.parameters }
}

/// A network that learns: weights that change, and their gradients.
///
/// Memory: the parameters four times, for themselves, the gradients and two packed forms.
public final class TrainableModel: Sendable {
  /// The network with the weights as they are, to be run forward.
  public let loaded: LoadedModel
  /// The gradients of a loss, which passes add to.
  public let gradients: ParameterVector
  let backward: PackedWeights

  /// A network with some weights, which are not copied.
  public init(_ model: SequenceModel, _ parameters: ParameterVector, threads: Int) {
    loaded = LoadedModel(model, parameters, tables: .ofEachChunk, on: ThreadTeam(threads: threads))
    gradients = ParameterVector(zeros: model.layout)
    backward = PackedWeights(model, parameters, order: .backward, on: loaded.team)
  }

  /// The network.
  public var model: SequenceModel { loaded.model }
  /// The weights; whoever changes them calls `weightsChanged()` before the next pass.
  public var parameters: ParameterVector { loaded.parameters }

  /// Packs the weights anew.
  public func weightsChanged() {
    loaded.weights.pack(on: loaded.team)
    backward.pack(on: loaded.team)
  }

  /// Another set of weights of the same network on the same threads, to be run forward.
  public func loading(_ parameters: ParameterVector) -> LoadedModel {
    LoadedModel(model, parameters, tables: .ofEachChunk, on: loaded.team)
  }
}

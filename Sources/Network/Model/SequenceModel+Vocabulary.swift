import Kernels

/// Where the weights of a token of a new vocabulary come from.
public enum TokenOrigin: Equatable, Sendable {
  /// A token of the old vocabulary.
  case token(Int)
  /// A token that is used alike: its weights, and an output bias that is so much higher.
  case relative(Int, biasShift: Float)
  /// The mean of all old tokens.
  case mean
}

extension SequenceModel {
  /// Parameters of this model that compute what another model does, which differs in its vocabulary alone.
  ///
  /// - parameters: of the other model.
  /// - origins: one for each token of this model's vocabulary.
  ///
  /// Traps where the models differ in more. Allocates a parameter vector.
  public func parameters(
    from other: SequenceModel, _ parameters: ParameterVector, origins: [TokenOrigin]
  ) -> ParameterVector {
    precondition(origins.count == configuration.vocabularySize, "\(origins.count) tokens for \(configuration)")
    precondition(layout.entries.map(\.name) == other.layout.entries.map(\.name), "models of other parameters")
    let result = ParameterVector(zeros: layout)
    for (from, to) in zip(other.layout.entries, layout.entries) {
      let (source, target) = (parameters[from.handle], result[to.handle])
      switch tokenAxis(of: to.handle) {
      case .rows: copy(origins) { (source.rows($0..<$0 + 1), target.rows($1..<$1 + 1)) }
      case .columns: copy(origins) { (source.columns($0..<$0 + 1), target.columns($1..<$1 + 1)) }
      case nil: target.assign(source)
      }
      guard to.handle == head.bias else { continue }
      for (token, origin) in origins.enumerated() {
        if case .relative(_, let shift) = origin { target[0, token] += shift }
      }
    }
    return result

    func copy(_ origins: [TokenOrigin], _ views: (_ from: Int, _ to: Int) -> (Matrix, Matrix)) {
      for (token, origin) in origins.enumerated() {
        switch origin {
        case .token(let old), .relative(let old, _):
          let (source, target) = views(old, token)
          target.assign(source)
        case .mean:
          let count = other.configuration.vocabularySize
          for old in 0..<count {
            let (source, target) = views(old, token)
            add(source, into: target)
          }
          let target = views(0, token).1
          let sums = target.values
          target.fill { sums[$0] / Float(count) }
        }
      }
    }
  }

  private enum TokenAxis { case rows, columns }

  /// Along which axis a parameter has something for each token; nil for none.
  private func tokenAxis(of handle: ParameterHandle) -> TokenAxis? {
    if handle == head.weight || handle == (tokenInput?.embedding ?? nGramInput?.embedding) { return .rows }
    if handle == head.bias { return .columns }
    let readsTokens = tokenInput != nil && tokenInput?.embedding == nil
    return readsTokens && layers[0].directions.contains { $0.inputWeight == handle } ? .columns : nil
  }
}

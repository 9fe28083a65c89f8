extension SequenceModel {
  /// The multiply-adds of one example forward that nobody can do without: a character read and predicted, or a window
  /// read to its end and predicted from. Backward takes twice as many.
  ///
  /// A first layer that reads tokens looks its input up in a table, which is no product.
  public var multiplyAddsPerExample: Int {
    let steps = configuration.window ?? 1
    let recurrent = layers.reduce(0) { sum, layer in
      let readsTable = layer.index == 0 && tokenInput != nil
      return layer.directions.reduce(sum) { inner, direction in
        inner + direction.recurrentWeight.count + (readsTable ? 0 : direction.inputWeight.count)
          + direction.cell.ownWeightCount
      }
    }
    return steps * recurrent + head.weight.count
  }
}

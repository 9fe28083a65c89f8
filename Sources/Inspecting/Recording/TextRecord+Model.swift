import Checkpoints
import Glibc
import Network
import TextEncoding

extension TextRecord {
  /// What a model does over a text, read after a line end from the empty state, as samples begin.
  ///
  /// A model of windows reads for each character the window that ends with it, as it does when it writes.
  ///
  /// - tokens: T of them, at least one.
  /// - layer: the only layer to record, from 1; all of them when nil.
  ///
  /// The record takes about 24 · T · H bytes for each recorded layer and direction, and making it twice as much.
  public init(of tokens: [TokenID], by checkpoint: TextCheckpoint, layer: Int? = nil, threads: Int) {
    let tokenizer = checkpoint.tokenizer
    let (layers, losses) = checkpoint.loaded(threads: threads).activations(
      tokens: [tokenizer.prelude] + tokens, layer: layer.map { $0 - 1 })
    self.init(
      characters: tokens.map { String(decoding: tokenizer.bytes(of: $0), as: UTF8.self) },
      predictions: losses.map { exp(-$0) }, layers: layers.map(ActivationRecord.init))
  }
}

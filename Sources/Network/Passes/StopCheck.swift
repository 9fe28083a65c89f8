import Synchronization

/// Ends a run of a model before its time: between two time steps, or two pieces of a product. What the run has written until
/// then is worth nothing.
public final class StopCheck {
  private let goesOn: () -> Bool
  private let hasStopped = Atomic<Bool>(false)

  /// - goesOn: whether somebody waits for the result. It is asked before each time step, by one thread after the other, and
  ///   not again once it has said no.
  public init(while goesOn: @escaping () -> Bool) { self.goesOn = goesOn }

  /// Whether the run has ended.
  public var isOver: Bool { hasStopped.load(ordering: .relaxed) }

  /// Whether the run is to end now, as it is asked for some of its streams: the thread of the first stream asks for all.
  func ends(at streams: Range<Int>) -> Bool { streams.lowerBound == 0 ? endsNow() : isOver }

  /// Whether the run is to end now. To be asked by one thread at a time.
  func endsNow() -> Bool {
    if !isOver && !goesOn() { hasStopped.store(true, ordering: .relaxed) }
    return isOver
  }
}

extension StopCheck? {
  /// The multiply-adds after which is asked again: a tenth of a second on a slow computer.
  private static var piece: Int { 1 << 32 }

  /// Whether the run has ended; never without a check.
  package var isOver: Bool { self?.isOver ?? false }

  /// Calls `body` with all rows, or piece by piece where they are much work, until the run is to end.
  ///
  /// - cost: multiply-adds of a row.
  package func forEachPiece(of rows: Int, cost: Int, _ body: (Range<Int>) -> Void) {
    guard let check = self else { return body(0..<rows) }
    // Whole tiles, whatever their height.
    let most = max(1, Self.piece / max(1, cost) / 240) * 240
    for first in stride(from: 0, to: rows, by: most) {
      if check.endsNow() { return }
      body(first..<min(first + most, rows))
    }
  }
}

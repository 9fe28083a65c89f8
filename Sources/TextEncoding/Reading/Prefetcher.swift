import Dispatch
import Synchronization

/// Makes elements on a thread of its own, up to two ahead of who takes them, so that both work at the same time.
///
/// The elements and an error come in the order in which they are made. When the prefetcher goes away the thread ends
/// after the element that it is making.
package final class Prefetcher<Element: Sendable, Failure: Error>: Sendable {
  private let shelf = Shelf<Result<Element?, Failure>>(places: 2)

  /// Begins to call `make`, which gives nil at the end.
  package init(_ make: sending @escaping () throws(Failure) -> Element?) {
    let worker = Worker(make: make, shelf: shelf)
    DispatchQueue(label: "textgen.prefetcher", qos: .userInitiated).async { worker.run() }
  }

  deinit { shelf.close() }

  /// The next element; nil at the end, after which there is nothing to ask for. Waits until it is there.
  package func next() throws(Failure) -> Element? { try shelf.take().get() }

  /// What the thread owns: nobody else calls `make`.
  private struct Worker: @unchecked Sendable {
    let make: () throws(Failure) -> Element?
    let shelf: Shelf<Result<Element?, Failure>>

    func run() {
      while shelf.waitForPlace() {
        let result = Result { () throws(Failure) in try make() }
        shelf.put(result)
        guard case .success(.some) = result else { return }
      }
    }
  }
}

/// A few elements on their way from one thread to another.
private final class Shelf<Element: Sendable>: Sendable {
  private let elements = Mutex<[Element]>([])
  private let isClosed = Atomic(false)
  // Both begin at zero: a semaphore must not go away below the value it began with.
  private let free = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  init(places: Int) {
    for _ in 0..<places { free.signal() }
  }

  /// Whether anybody still wants elements, once there is a place for one.
  func waitForPlace() -> Bool {
    free.wait()
    return !isClosed.load(ordering: .acquiring)
  }

  func put(_ element: Element) {
    elements.withLock { $0.append(element) }
    filled.signal()
  }

  func take() -> Element {
    filled.wait()
    defer { free.signal() }
    return elements.withLock { $0.removeFirst() }
  }

  func close() {
    isClosed.store(true, ordering: .releasing)
    free.signal()
  }
}

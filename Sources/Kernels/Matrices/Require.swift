/// Stops at a caller's bug with a message that names the numbers.
///
/// `precondition` would be assumed instead of checked here, since this module is built `-Ounchecked`.
@inline(__always)
func require(_ condition: Bool, _ message: @autoclosure () -> String) {
  if !condition { stop(message()) }
}

@inline(never)
private func stop(_ message: String) -> Never {
  fatalError("Kernels: \(message)")
}

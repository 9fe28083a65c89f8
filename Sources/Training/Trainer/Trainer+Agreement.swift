import Checkpoints
import Files
import Workers

extension Trainer {
  /// Throws `otherProcesses` where the processes that share the training do not begin with the same data, plan and weights.
  func requireSameStart() throws {
    if workers.isAlone { return }
    let data = source.identity
    try requireSame(UInt64(data.fingerprint, radix: 16) ?? 0 &+ UInt64(data.count), else: .data)
    var hash = XXHash64()
    Array(try MetadataJSON.encode(record).utf8).withUnsafeBytes { hash.update($0) }
    parameters.row.withBytes { hash.update(UnsafeRawBufferPointer($0)) }
    try requireSame(hash.digest, else: .training)
  }

  private func requireSame(_ digest: UInt64, else difference: OtherStart) throws(TrainingError) {
    let others = workers.processes(differingIn: digest)
    if !others.isEmpty { throw .otherProcesses(others, difference) }
  }
}

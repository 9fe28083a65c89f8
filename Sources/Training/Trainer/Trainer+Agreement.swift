import Checkpoints
import Files
import Workers

extension Trainer {
  /// Throws `otherProcesses` where the processes that share the training do not begin with the same data, plan and weights.
  func requireSameStart() throws {
    if workers.isAlone { return }
    // The numbers of a text, and what they stand for.
    var data = XXHash64()
    try add(source.identity, to: &data)
    try add(source.subject, to: &data)
    try requireSame(data.digest, else: .data)
    var training = XXHash64()
    try add(record, to: &training)
    parameters.row.withBytes { training.update(UnsafeRawBufferPointer($0)) }
    try requireSame(training.digest, else: .training)
  }

  private func add(_ value: some Encodable, to hash: inout XXHash64) throws {
    Array(try MetadataJSON.encode(value).utf8).withUnsafeBytes { hash.update($0) }
  }

  private func requireSame(_ digest: UInt64, else difference: OtherStart) throws(TrainingError) {
    let others = workers.processes(differingIn: digest)
    if !others.isEmpty { throw .otherProcesses(others, difference) }
  }
}

import Files
import Kernels

/// What can be wrong with a checkpoint, one case a cause.
public enum CheckpointError: Error, Equatable, Sendable, CustomStringConvertible {
  /// No file at the path.
  case fileNotFound(path: String)
  /// The system refused an operation on the path.
  case system(path: String, operation: String, reason: String)
  /// Fewer bytes than the file itself announces.
  case truncated(path: String, expected: Int, found: Int)
  /// The first bytes are not those of a safetensors file, or its header cannot be read.
  case notAnArchive(path: String, reason: String)
  /// A file of another kind under a model's name.
  case foreign(path: String, ForeignFile)
  /// A tensor's place or type in the file is impossible.
  case invalidTensor(path: String, name: String, reason: String)
  /// A safetensors file of another program.
  case notOurs(path: String)
  /// A checkpoint of a model of something else.
  case otherKind(path: String, expected: String, found: String)
  /// Written by a later version.
  case newerFormat(path: String, version: String, supported: Int)
  /// A part of the metadata is missing or cannot be read.
  case invalidMetadata(path: String, key: String, reason: String)
  /// A parameter of the configuration is not in the file.
  case missingTensor(path: String, name: String, shape: [Int])
  /// The file has a parameter that the configuration does not.
  case unexpectedTensor(path: String, name: String, shape: [Int])
  /// A parameter's shape is not the configuration's.
  case wrongShape(path: String, name: String, expected: [Int], found: [Int])
  /// Numbers or metadata are not those that were written.
  case checksum(path: String, expected: String, found: String)
  /// A parameter has numbers that are too large for a format of 16 bits.
  case beyondFormat(name: String, format: FloatFormat)
  /// A file that only generates was asked to go on training.
  case notResumable(path: String)

  /// One line: what, where, expected and found. A program adds its own way out.
  public var description: String {
    switch self {
    case .fileNotFound(let path):
      "\(path): there is no such checkpoint"
    case .system(let path, let operation, let reason): "\(path): cannot \(operation): \(reason)"
    case .truncated(let path, let expected, let found):
      "\(path): the file is cut off: \(expected) bytes expected, \(found) found; take an older copy"
    case .notAnArchive(let path, let reason): "\(path): not a safetensors file: \(reason)"
    case .foreign(let path, let kind):
      "\(path): not a safetensors file but \(kind.rawValue)" + (kind.remedy.map { "; \($0)" } ?? "")
    case .invalidTensor(let path, let name, let reason): "\(path): tensor \(name): \(reason)"
    case .notOurs(let path): "\(path): a safetensors file, but not a checkpoint of textgen, or without its metadata"
    case .otherKind(let path, let expected, let found):
      "\(path): \(found), and \(expected) is needed here"
    case .newerFormat(let path, let version, let supported):
      "\(path): checkpoint format \(version), but this textgen reads up to \(supported); update textgen"
    case .invalidMetadata(let path, let key, let reason): "\(path): metadata `\(key)`: \(reason)"
    case .missingTensor(let path, let name, let shape): "\(path): parameter \(name) \(shape) is missing"
    case .unexpectedTensor(let path, let name, let shape):
      "\(path): parameter \(name) \(shape) is not part of the configured model"
    case .wrongShape(let path, let name, let expected, let found):
      "\(path): parameter \(name) has shape \(found), the configuration asks for \(expected)"
    case .checksum(let path, let expected, let found):
      "\(path): the file is damaged: checksum \(expected) expected, \(found) found; take an older copy"
    case .beyondFormat(let name, let format):
      "parameter \(name) has numbers that \(format.rawValue) cannot hold; bf16 and f32 have the range"
    case .notResumable(let path):
      "\(path): has no training part, so training cannot be resumed"
    }
  }
}

extension CheckpointError {
  /// What reading or writing a file could not do, in the words of a checkpoint.
  package init(_ error: FileError) {
    switch error {
    case .notFound(let path): self = .fileNotFound(path: path)
    case .isFolder, .notRegular, .noReader, .system:
      self = .system(path: error.path, operation: error.operation, reason: error.reason)
    }
  }
}

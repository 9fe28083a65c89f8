import FoundationEssentials

/// Writes a file of a trial.
func write(_ bytes: [UInt8], to path: String) throws { try Data(bytes).write(to: URL(filePath: path)) }

import CInstructionSet

/// The vector instructions that the kernels were compiled for: `AVX-512`, `AVX2`, `NEON` or `baseline`.
public let instructionSet = TEXTGEN_INSTRUCTION_SET

/// The first instruction set extension that the kernels use and this CPU lacks, or nil.
///
/// Has to be asked before any other function of this module runs; uses no vector instruction itself.
public func missingVectorExtension() -> UnsafePointer<CChar>? { textgen_missing_extension() }

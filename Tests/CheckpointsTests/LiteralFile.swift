/// The bytes of a safetensors file: the header's length, the header, the tensors' bytes.
func safetensors(_ header: String, data: [UInt8] = []) -> [UInt8] {
  withUnsafeBytes(of: UInt64(header.utf8.count).littleEndian, Array.init) + Array(header.utf8) + data
}

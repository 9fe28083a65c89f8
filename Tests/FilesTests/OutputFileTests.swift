import Files
import Glibc
import Testing

/// In processes of their own, whose standard output they change.
@Suite struct OutputFileTests {
  @Test func allBytesArriveInOrder() async throws {
    await #expect(processExitsWith: .success) {
      // More than a pipe holds, so that the writer has to wait for its reader.
      let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 37) }
      let reader = try #require(popen("cat > /dev/null; exit 3", "w"))
      dup2(fileno(reader), STDOUT_FILENO)
      try OutputFile.standardOutput.write(bytes)
      try OutputFile.standardOutput.write([])
      close(STDOUT_FILENO)
      #expect(pclose(reader) == 3 << 8)
    }
  }

  @Test func aReaderThatIsGoneIsToldFromAFullDisk() async throws {
    await #expect(processExitsWith: .success) {
      signal(SIGPIPE, SIG_IGN)
      var ends: [CInt] = [0, 0]
      try #require(pipe(&ends) == 0)
      dup2(ends[1], STDOUT_FILENO)
      close(ends[0])
      #expect(throws: FileError.noReader(path: "standard output")) { try OutputFile.standardOutput.write([1]) }
      dup2(open("/dev/full", O_WRONLY), STDERR_FILENO)
      #expect(
        throws: FileError.system(path: "standard error", operation: "write", reason: "No space left on device")
      ) {
        try OutputFile.standardError.write([1])
      }
    }
  }
}

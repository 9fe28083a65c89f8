import ArgumentParser
import Foundation
import TextEncoding

/// `benchmarks tokenising`: megabytes a second from a file of UTF-8 to token ids.
struct Tokenising: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Megabytes a second from files to token ids: detection, decoding, NFC, grapheme clusters, vocabulary.")

  @Argument(help: "Text files.")
  var files: [String]

  private struct Result: Encodable {
    let tool = "textgen"
    let file: String
    let megabytes: Double
    let megabytes_per_second: Double
    let peak_rss_mb: Int
  }

  func run() throws {
    for file in files {
      let start = now()
      let (_, _, report) = try TokenizedCorpus.build(from: [.file(file)], options: CorpusOptions())
      let seconds = now() - start
      var usage = rusage()
      getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
      let megabytes = Double(report.sources[0].byteCount) / 1e6
      let result = Result(
        file: file, megabytes: megabytes.rounded(), megabytes_per_second: (megabytes / seconds).rounded(),
        peak_rss_mb: usage.ru_maxrss / 1024)
      print(String(decoding: try JSONEncoder().encode(result), as: UTF8.self))
    }
  }
}

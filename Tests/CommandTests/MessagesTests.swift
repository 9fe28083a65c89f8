import Foundation
import TestSupport
import Testing

/// Goes through all texts of the program, and through the options of all commands: no message recommends an option that the
/// command lacks.
@Suite struct MessagesTests {
  /// The folders of `Sources/textgen` that are commands. `tune` takes the options of the trainings that it makes.
  private static let commands: [String: [String]] = [
    "Train": ["train"], "Sample": ["sample"], "Score": ["score"], "Inspect": ["inspect"], "Export": ["export"],
    "Forecast": ["forecast"], "Plot": ["plot"], "Tune": ["tune", "train", "forecast"], "Cell": ["cell"],
    "Network": ["network"],
    "Experiment": ["experiment", "experiment truncation", "experiment long-lag", "experiment variants"],
  ]

  /// A file of the program.
  private struct Source {
    let path: String
    let text: String
    var folder: String { path.split(separator: "/").dropLast().last.map(String.init) ?? "" }
    /// The type that the file declares.
    var type: String { String(path.split(separator: "/").last?.prefix { $0 != "." && $0 != "+" } ?? "") }
  }

  private static func sources(in folder: String) throws -> [Source] {
    let root = PackageFolder.root.appending(path: folder)
    let paths = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
    return try paths.sorted().map {
      Source(path: "\(folder)/\($0)", text: try String(contentsOf: root.appending(path: $0), encoding: .utf8))
    }
  }

  /// The options in the texts of some lines of code, comments left out.
  private static func options(in code: String) -> Set<String> {
    var options: Set<String> = []
    for line in withoutComments(code).split(separator: "\n") {
      for match in line.matches(of: #/(?:^|[^A-Za-z0-9-])(--[a-z][a-z-]*[a-z])/#) { options.insert(String(match.1)) }
    }
    return options
  }

  private static func withoutComments(_ code: String) -> String {
    code.split(separator: "\n").filter { !$0.drop(while: { $0 == " " }).hasPrefix("//") }.joined(separator: "\n")
  }

  /// The commands that a text names: `textgen sample`, or what a new process is given.
  private static func named(in text: String, of helps: [String: Set<String>]) -> [String] {
    let names =
      text.matches(of: #/textgen ([a-z]+(?: [a-z-]+)?)/#).map { String($0.1) }
      + text.matches(of: #/"([a-z]+) --/#).map { String($0.1) }
    return helps.keys.filter { command in names.contains { $0 == command || $0.hasPrefix(command + " ") } }
  }

  private static func helps() throws -> [String: Set<String>] {
    try Program.inFolder { program in
      var helps: [String: Set<String>] = [:]
      for command in commands.values.flatMap({ $0 }) {
        let text = try program.run(command.split(separator: " ").map(String.init) + ["--help"]).output
        helps[command] = options(in: text)
      }
      return helps
    }
  }

  /// The commands that a file's code runs in: those of its folder, or of the files that name its type.
  private static func commands(
    of source: Source, in sources: [Source], without seen: Set<String> = []
  ) throws -> Set<String> {
    if let own = commands[source.folder] { return Set(own) }
    let name = try Regex("\\b\(source.type)\\b")
    let users = sources.filter {
      $0.type != source.type && !seen.contains($0.type)
        && withoutComments($0.text).contains(name)
    }
    return try users.reduce(into: []) {
      $0.formUnion(try commands(of: $1, in: sources, without: seen.union([source.type])))
    }
  }

  /// The names of a page's colours look like options.
  @Test func librariesNameNoOptions() throws {
    let sources = try Self.sources(in: "Sources").filter {
      !$0.path.hasPrefix("Sources/textgen/") && $0.folder != "Page"
    }
    #expect(sources.count > 100)
    for source in sources { #expect(Self.options(in: source.text).isEmpty, "\(source.path)") }
  }

  /// Every option in a text of a command's own files is one of that command, or of one that the text names.
  @Test func commandsNameTheirOwnOptions() throws {
    let (sources, helps) = (try Self.sources(in: "Sources/textgen"), try Self.helps())
    var checked = 0
    for source in sources {
      guard let own = Self.commands[source.folder] else { continue }
      for line in source.text.split(separator: "\n") {
        // What a new process is given is no message.
        if line.contains("spawn(") { continue }
        let known = (own + Self.named(in: String(line), of: helps)).reduce(into: Set<String>()) {
          $0.formUnion(helps[$1] ?? [])
        }
        for option in Self.options(in: String(line)) {
          checked += 1
          #expect(known.contains(option), "\(source.path): \(line)")
        }
      }
    }
    #expect(checked > 100)
  }

  /// Every option in a text that several commands share is an option of each of them, or of none that gets the text.
  @Test func sharedTextsNameOptionsThatExist() throws {
    let (sources, helps) = (try Self.sources(in: "Sources/textgen"), try Self.helps())
    let all = helps.values.reduce(into: Set<String>()) { $0.formUnion($1) }
    var checked = 0
    for source in sources where Self.commands[source.folder] == nil {
      for option in Self.options(in: source.text) {
        checked += 1
        #expect(all.contains(option), "\(source.path): \(option)")
      }
    }
    #expect(checked > 30)
  }

  /// Each error that only the command line finds recommends options of every command that can find it.
  @Test func errorsNameOptionsOfTheCommandsThatThrowThem() throws {
    let (sources, helps) = (try Self.sources(in: "Sources/textgen"), try Self.helps())
    let errors = try #require(sources.first { $0.type == "CommandError" })
    let descriptions = try #require(errors.text.components(separatedBy: "var description").last)
    var checked = 0
    // From one case to the next.
    for part in descriptions.components(separatedBy: "\n    case .").dropFirst() {
      let name = String(part.prefix { $0.isLetter })
      let others = Self.named(in: part, of: helps).reduce(into: Set<String>()) { $0.formUnion(helps[$1] ?? []) }
      let options = Self.options(in: part).subtracting(others)
      let throwing = sources.filter {
        $0.type != "CommandError" && $0.text.contains("\(name)") && $0.text.contains(".\(name)")
      }
      #expect(!throwing.isEmpty, "nobody throws \(name)")
      for source in throwing {
        for command in try Self.commands(of: source, in: sources) {
          checked += options.count
          let missing = options.subtracting(helps[command] ?? [])
          #expect(missing.isEmpty, "\(name), thrown in \(source.path), names options that \(command) lacks")
        }
      }
    }
    #expect(checked > 10)
  }
}

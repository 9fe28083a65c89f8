import ArgumentParser
import Kernels

/// The program: its commands, and what `textgen` alone prints.
@main
struct Textgen: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "textgen",
    abstract: "Teaches a machine to write like a given text, one character at a time.",
    discussion: """
      textgen train corpus.txt             learn from a text for five minutes
      textgen sample --seed "ROMEO:"       continue a pattern with the newest model

      cat names.txt | textgen train - --output names.safetensors
      textgen sample --checkpoint names.safetensors --count 20 --stop $'\\n'
      echo "To be, or not to be" | textgen score
      """,
    version: "0.1.0",
    subcommands: [
      Train.self, Sample.self, ScoreText.self, Inspect.self, Export.self, Forecast.self, Plot.self, Tune.self,
      ShowCell.self, ShowNetwork.self, Experiment.self,
    ])

  static func main() {
    if let name = missingVectorExtension() { Failure.exit(missingExtension: String(cString: name)) }
    Crash.prepare()
    Terminal.ignoreFileLimits()
    Processes.start()
    var running: (any ParsableCommand.Type)?
    do {
      try Arguments.check()
      var command = try parseAsRoot()
      running = type(of: command)
      try Processes.check(type(of: command))
      try command.run()
      Processes.leave()
    } catch {
      Failure.exit(for: error, of: Self.self, running: running)
    }
  }
}

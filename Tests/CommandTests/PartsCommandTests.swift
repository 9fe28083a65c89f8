import Foundation
import Testing

/// Batches in parts, by one process.
@Suite struct PartsCommandTests {
  private static let options = [
    "--batch-size", "12", "--sequence-length", "8", "--hidden-size", "16", "--rng-seed", "7",
  ]

  @Test func partsAreTheSameAtAnyThreadsAndWhenResumed() throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      func train(_ name: String, _ more: [String]) throws -> Program.Outcome {
        try program.run(["train", "sea.txt", "--output", "\(name).safetensors"] + more)
      }
      for threads in ["1", "3"] {
        let run = try train(threads, Self.options + ["--steps", "9", "--parts", "6", "--threads", threads])
        #expect(run.status == 0 && run.error.contains("batch 12 × 8 in 6 parts, "), "\(run.error)")
      }
      #expect(try program.bytes(of: "1.safetensors") == program.bytes(of: "3.safetensors"))
      let whole = try train("whole", Self.options + ["--steps", "9"])
      #expect(whole.status == 0 && whole.error.contains("batch 12 × 8, "), "\(whole.error)")
      #expect(try program.bytes(of: "1.safetensors") != program.bytes(of: "whole.safetensors"))
      let other = try train("1", ["--resume", "--parts", "3"])
      #expect(other.status == 64 && other.error.contains("--parts was fixed when the training began"), "\(other.error)")
      let same = try train("1", ["--resume", "--parts", "6", "--steps", "12"])
      #expect(same.status == 0 && same.error.contains("resuming after step 9"), "\(same.error)")
    }
  }

  /// Where no batch was chosen, it is the usual one or the next that parts can be cut from.
  @Test(arguments: [("4", 16), ("5", 20), ("32", 32)]) func theUsualBatchFitsTheParts(parts: String, streams: Int)
    throws
  {
    try Program.inFolder { program in
      try program.write(Data(String(repeating: Program.text, count: 10).utf8), to: "sea.txt")
      let run = try program.run([
        "train", "sea.txt", "--steps", "2", "--sequence-length", "8", "--hidden-size", "16", "--parts", parts,
      ])
      #expect(run.status == 0 && run.error.contains("batch \(streams) × 8 in \(parts) parts, "), "\(run.error)")
    }
  }

  @Test(arguments: [
    (
      ["--parts", "5"],
      "a batch of 12 cannot be cut into 5 equal parts; 6 would do; choose another --parts or --batch-size"
    ),
    (
      ["--parts", "6", "--micro-batch-size", "3"],
      "the micro batch size, 3, has to divide the streams of a part, 2; 2 would do; choose another --micro-batch-size"
    ),
    (["--parts", "0"], "--parts has to be from 1 to 65536"),
  ])
  func partsThatCannotBeAreRefused(parts: [String], words: String) throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      let run = try program.run(["train", "sea.txt", "--steps", "2"] + Self.options + parts)
      #expect(run.status == 64 && run.error.contains(words), "\(run.error)")
    }
  }

  /// Launchers of several kinds start this program, which has no MPI.
  @Test(arguments: ["OMPI_COMM_WORLD_SIZE=3", "PMI_SIZE=3", "SLURM_STEP_NUM_TASKS=3", "PMIX_RANK=2"])
  func severalProcessesNeedMPI(variable: String) throws {
    try Program.inFolder { program in
      try program.write(Data(Program.text.utf8), to: "sea.txt")
      for command in ["train sea.txt --steps 2", "forecast sea.txt", "tune sea.txt", "experiment long-lag"] {
        let run = try program.shell("\(variable) \"$T\" \(command)")
        #expect(run.status == 64, "\(command)")
        #expect(run.error.contains("3 processes were started together, and this program was built without MPI"))
      }
      #expect(try program.shell("\(variable) \"$T\" cell --input 0.5").status == 0)
      let one = variable.prefix { $0 != "=" } + (variable.hasPrefix("PMIX") ? "=0" : "=1")
      let run = try program.shell("\(one) \"$T\" train sea.txt --steps 2 \(Self.options.joined(separator: " "))")
      #expect(run.status == 0, "\(run.error)")
    }
  }
}

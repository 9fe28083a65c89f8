// Says how surprising each line of stdin is to a model, in bits per character, the most surprising first:
//
//     swift run -c release ScoreLines lantern-bay.safetensors < lines.txt

import Checkpoints
import Foundation
import Sampling
import TextEncoding

guard CommandLine.arguments.count == 2 else {
  print("usage: ScoreLines MODEL < LINES")
  exit(64)
}
let checkpoint = try TextCheckpoint(contentsOf: CommandLine.arguments[1])
let scorer = Scorer(checkpoint: checkpoint, threads: 2)

var scored: [(line: String, bits: Double)] = []
while let line = readLine() {
  if line.isEmpty { continue }
  // A model knows only the characters that it has learnt from.
  guard let tokens = try? checkpoint.tokenizer.encode(line) else {
    print("unknown characters: \(line)")
    continue
  }
  scored.append((line, scorer.score(tokens).bitsPerCharacter))
}
for (line, bits) in scored.sorted(by: { $0.bits > $1.bits }) {
  print(String(format: "%.2f", bits), line, separator: "\t")
}

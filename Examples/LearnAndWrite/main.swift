// Learns from a text, keeps the model, and lets it write:
//
//     swift run -c release LearnAndWrite ../corpora/lantern-bay.txt lantern-bay.safetensors

import Checkpoints
import Foundation
import Network
import Sampling
import TextEncoding
import Training

guard CommandLine.arguments.count == 3 else {
  print("usage: LearnAndWrite TEXT MODEL")
  exit(64)
}
let (textPath, modelPath) = (CommandLine.arguments[1], CommandLine.arguments[2])
let threads = 2

// The text becomes tokens, one for each character.
let (tokenizer, corpus, _) = try TokenizedCorpus.build(from: [.file(textPath)], options: CorpusOptions())

// A small model, and a training of a few seconds.
let model = try SequenceModel(
  ModelConfiguration(
    vocabularySize: tokenizer.vocabulary.count, input: .embedding(size: 32), hiddenSizes: [128]))
let steps = 300
let plan = TrainingPlan(
  batchSize: 16, sequenceLength: 64, schedule: LearningRateSchedule(warmUpSteps: 30), rngSeed: 1, totalSteps: steps)
let trainer = Trainer(model: model, tokenizer: tokenizer, corpus: corpus, plan: plan, threads: threads)
for step in 1...steps {
  let loss = try trainer.step().loss
  if step % 100 == 0 { print("step \(step) of \(steps): \(String(format: "%.2f", loss)) nats per character") }
}

let checkpoint = try trainer.checkpoint()
try checkpoint.write(to: modelPath)

// The same seed gives the same text.
let order = SampleOrder(
  pattern: try tokenizer.encode("The "), length: 200, stops: [], policy: try SamplingPolicy(temperature: 0.7),
  rngSeed: 1, count: 1)
let writer = SampleWriter(checkpoint: checkpoint, order: order, threads: threads)
var text: [UInt8] = []
writer.run { text += $0.bytes }
print("The " + String(decoding: text, as: UTF8.self))

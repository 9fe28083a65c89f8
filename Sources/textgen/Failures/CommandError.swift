import TextEncoding

/// What only the command line can find wrong.
enum CommandError: Error, Equatable, CustomStringConvertible {
  case noCheckpoint(folder: String)
  case checkpointExists(path: String)
  case fileExists(path: String)
  case outputInUse(path: String, holder: String)
  case nothingToResume(path: String)
  case nothingToScore
  case notUTF8(argument: String)
  case outputIsInput(path: String)
  case otherCorpus(unit: String, place: TextPlace)
  case changedOnResume(option: String)
  case contradictsModel(option: String, model: String)
  case otherColumns(source: String, missing: String, model: String)
  case emptyHistory(path: String)
  case notText(path: String)
  case notSeries(path: String, option: String)
  case nothingToTrace
  case noLayer(Int, count: Int)
  case traceTooLarge(places: Int, noun: String, cells: Int, possible: Int, isOneLayer: Bool)
  case unknownInTrace(unit: String, place: TextPlace)
  case otherMeasure(path: String, measure: String, firstPath: String, firstMeasure: String)
  case noLosses(path: String)
  case notStandard(path: String)
  case withoutMPI(processes: Int)
  case notShared(processes: Int)
  case otherOptions(processes: [Int])
  case otherLauncher(processes: Int, joined: Int)
  case pipedToProcesses

  var exitCode: Int32 {
    switch self {
    case .noCheckpoint, .nothingToResume: Failure.noInput
    case .outputInUse: Failure.inputOutput
    case .nothingToScore, .otherCorpus, .otherColumns, .emptyHistory, .notText, .nothingToTrace,
      .traceTooLarge, .unknownInTrace, .otherMeasure, .noLosses, .notStandard:
      Failure.badData
    case .checkpointExists, .fileExists, .outputIsInput, .changedOnResume, .contradictsModel, .noLayer,
      .notUTF8, .notSeries, .withoutMPI, .notShared, .otherOptions, .otherLauncher, .pipedToProcesses:
      64
    }
  }

  var description: String {
    switch self {
    case .noCheckpoint(let folder):
      "there is no checkpoint in \(folder)/; make one with `textgen train CORPUS`, or name one"
    case .checkpointExists(let path):
      "\(path) exists already; go on training it with --resume, replace it with --force, or name another --output"
    case .fileExists(let path): "\(path) exists already; replace it with --force, or name another file"
    case .outputInUse(let path, let holder):
      "\(path) is being written by another training, \(holder); wait for its end, or name another --output"
    case .nothingToResume(let path): "\(path): there is nothing to resume; leave out --resume to begin"
    case .outputIsInput(let path): "\(path) is what is read, and would be replaced; name another file to write"
    case .otherCorpus(let unit, let place):
      "\(place) is \(unit), which the text that this training began with did not have; resume with that one"
    case .notUTF8(let argument):
      "the argument \(shellQuoted(argument)) is not UTF-8; rename the file, or make a link of another name to it with `ln -s`; pipe a text in through stdin"
    case .nothingToScore: "there is no text to score; name a file or pipe text in"
    case .notText(let path):
      "\(path) is a model of a time series, which has no text and no vocabulary; trace the rows of a table with --trace-file"
    case .notSeries(let path, let option):
      "\(path) is a model of text, for which \(option) has no meaning; leave it out"
    case .nothingToTrace: "there is no text to trace"
    case .traceTooLarge(let places, let noun, let cells, let possible, let isOneLayer):
      "a trace of \(places) \(noun) in \(cells) cells is too large; give at most \(possible) \(noun)"
        + (isOneLayer ? "" : ", or trace one layer with --layer")
    case .unknownInTrace(let unit, let place):
      "\(place) of the text to trace is \(unit), which the model does not know; take it out"
    case .otherMeasure(let path, let measure, let firstPath, let firstMeasure):
      "\(path) has losses in \(measure), and \(firstPath) in \(firstMeasure): they have no common axis; draw them apart"
    case .noLosses(let path): "\(path) has evaluations, but not one loss to draw"
    case .notStandard(let path):
      "\(path) has cells that are neither standard nor coupled, and standard ones cannot compute the same; leave out "
        + "--standard-cells"
    case .withoutMPI(let processes):
      "\(processes) processes were started together, and this program was built without MPI: each would train the same; "
        + "build it with `make build MPI=1`"
    case .notShared(let processes):
      "\(processes) processes were started together, and this command has work for one; start it without the launcher"
    case .otherOptions(let processes):
      "\(processes.count == 1 ? "process" : "processes") \(processes.map(String.init).joined(separator: ", ")) (counted "
        + "from 0) \(processes.count == 1 ? "was" : "were") given other options than process 0; give all the same"
    case .otherLauncher(let processes, let joined):
      "\(processes) processes were started together, and MPI knows of \(joined); start them with the launcher of the MPI that "
        + "this program was built with, such as mpirun, or srun with PMIx"
    case .pipedToProcesses: "several processes cannot read one pipe; name a file that all of them can read"
    case .noLayer(let layer, let count):
      "there is no layer \(layer); this model has \(count == 1 ? "one" : "layers 1 to \(count)")"
    case .emptyHistory(let path):
      "\(path) has no evaluations yet; let `textgen train` go on for longer, or evaluate more often by its "
        + "option --evaluate-every"
    case .otherColumns(let source, let missing, let model):
      "\(source) has no column '\(missing)', which \(model) was trained on"
    case .contradictsModel(let option, let model):
      "\(option) asks for another network, or other characters, than \(model) has, whose weights the training begins "
        + "with; leave it out"
    case .changedOnResume(let option):
      "\(option) was fixed when the training began and cannot change with --resume; leave it out"
    }
  }
}

import ArgumentParser
import Experiments
import Network

/// Kinds of cells on the command line: `standard,coupled`.
struct CellList: ExpressibleByArgument {
  let cells: [(name: String, kind: CellKind)]

  init?(argument: String) {
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
    cells = names.compactMap { name in ComparedCells.all.first { $0.name == name } }
    guard cells.count == names.count, !cells.isEmpty else { return nil }
  }

  var defaultValueDescription: String { cells.map(\.name).joined(separator: ",") }
}

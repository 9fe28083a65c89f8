/// Breaks lines that are longer than a terminal is wide between words, instead of where the terminal would: in a word.
///
/// A word is what stands between spaces; ideographs and syllables, which have no spaces between them, are words of their
/// own. Only a word longer than a line is left to the terminal. The pieces of a text may be cut between any two characters.
package struct WordWrap {
  private let columns: Int
  /// The cells that the line has so far.
  private var column = 0
  private var word = String.UnicodeScalarView()
  private var wordWidth = 0
  /// Whether the word goes on that fills the line.
  private var goesOn = false

  /// Lines of at most so many cells.
  package init(columns: Int) { self.columns = max(1, columns) }

  /// Takes more text, and returns what is certain of it: all but the last word, which may go on.
  package mutating func pass(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\n":
        endWord(&result)
        result.append(scalar)
        column = 0
      case "\t":
        endWord(&result)
        result.append(scalar)
        column = min(columns, (column / 8 + 1) * 8)
      case " ":
        endWord(&result)
        // At the end of a line a space needs no place: the next word begins another line.
        if column < columns {
          result.append(scalar)
          column += 1
        }
      default:
        let width = TextWidth.cells(of: Character(scalar))
        if width == 2 {
          endWord(&result)
        } else if wordWidth + width > columns {
          endWord(&result)
          goesOn = true
        }
        word.append(scalar)
        wordWidth += width
      }
    }
    return String(result)
  }

  /// The last word.
  package mutating func finish() -> String {
    var result = String.UnicodeScalarView()
    endWord(&result)
    return String(result)
  }

  /// A whole text.
  package static func wrapped(_ text: String, columns: Int) -> String {
    var wrap = WordWrap(columns: columns)
    let lines = wrap.pass(text)
    return lines + wrap.finish()
  }

  private mutating func endWord(_ result: inout String.UnicodeScalarView) {
    guard !word.isEmpty else { return }
    if goesOn {
      (column, goesOn) = (0, false)
    } else if column > 0, column + wordWidth > columns {
      result.append("\n")
      column = 0
    }
    result.append(contentsOf: word)
    column += wordWidth
    (word, wordWidth) = (String.UnicodeScalarView(), 0)
  }
}

/// A time of day among the tokens of a date, and its zone.
struct ClockText {
  /// Microseconds since midnight; of 24:00 and of a leap second, a day.
  let microseconds: Int
  /// The finest part that is written, zeros aside; of midnight, the day.
  let precision: DatePrecision
  /// Seconds by which the zone is ahead of UTC, where one is written.
  let zoneSeconds: Int?
  /// Whether the end of a span stands behind the time that cannot be a zone.
  let isSpan: Bool

  /// Reads a text that is a time of day and nothing else, as `14:00`, `2:00 PM` or `14h30`.
  init?(_ text: String) {
    guard let tokens = DateToken.tokens(of: text), let found = ClockText.find(in: tokens, style: .init(.dayFirst)),
      found.rest.isEmpty
    else { return nil }
    self = found.clock
  }

  private init(microseconds: Int, zoneSeconds: Int?, isSpan: Bool) {
    (self.microseconds, self.zoneSeconds, self.isSpan) = (microseconds, zoneSeconds, isSpan)
    precision = ClockText.precision(microseconds: microseconds)
  }

  /// The finest part of a time that is not zero.
  static func precision(microseconds: Int) -> DatePrecision {
    if microseconds % 86_400_000_000 == 0 { return .day }
    if microseconds % 60_000_000 == 0 { return .minute }
    if microseconds % 1_000_000 == 0 { return .second }
    return microseconds % 1_000 == 0 ? .millisecond : .microsecond
  }

  /// The first time of day in some tokens, and the tokens beside it; nil where there is none, or none of the day.
  ///
  /// Times are `14:00`, `14:00:05.250`, `2:00 PM`, `2 pm`, `14h30`, after a T also `140005`, and after a date `14.30`; then
  /// the zone, as `Z`, `+01:00`, `CEST`, `GMT+1` or `Europe/Berlin`, or the end of a span, as `-15:00`.
  static func find(in tokens: [DateToken], style: DateText.Style) -> (clock: ClockText, rest: [DateToken])? {
    var reader = ClockReader(tokens: tokens, style: style)
    guard let time = reader.time() else { return nil }
    let isSpan = reader.takeSpan(from: time)
    let zone = isSpan ? nil : reader.zone()
    guard reader.isComplete else { return nil }
    let clock = ClockText(microseconds: time, zoneSeconds: zone, isSpan: isSpan)
    return (clock, reader.rest)
  }
}

/// Takes the parts of a time of day out of tokens.
private struct ClockReader {
  var tokens: [DateToken]
  let style: DateText.Style
  /// Where the time stood, and where what follows it begins.
  private var start = 0
  private var end = 0
  /// Whether what was begun could be read to its end.
  private(set) var isComplete = true

  init(tokens: [DateToken], style: DateText.Style) { (self.tokens, self.style) = (tokens, style) }

  private var words: DateWords { style.words }

  var rest: [DateToken] { Array(tokens[..<start] + tokens[end...]) }

  private func token(_ index: Int) -> DateToken? { tokens.indices.contains(index) ? tokens[index] : nil }

  /// The microseconds since midnight.
  mutating func time() -> Int? {
    guard let digits = parted() ?? behindT() ?? behindDate() ?? hourAlone() else { return nil }
    var hours = digits.hours
    guard digits.minutes < 60, digits.seconds <= 60, hours <= 24 else { return nil }
    if let isAfternoon = half() {
      guard hours <= 12 || isAfternoon && hours < 24 else { return nil }
      hours = hours <= 12 ? hours % 12 + (isAfternoon ? 12 : 0) : hours
    } else if digits.needsHalf {
      return nil
    }
    guard hours < 24 || digits.minutes + digits.seconds + digits.fraction == 0 else { return nil }
    return ((hours * 60 + digits.minutes) * 60 + digits.seconds) * 1_000_000 + digits.fraction
  }

  private struct Digits {
    var hours: Int, minutes = 0, seconds = 0
    /// In microseconds.
    var fraction = 0
    var needsHalf = false
  }

  /// Numbers with colons, or with an h, between them.
  private mutating func parted() -> Digits? {
    var next = 0
    while next < tokens.count {
      let index = next
      next += 1
      guard let first = tokens[index].number, let mark = token(index + 1), !mark.isApart else { continue }
      if mark.word == "h", tokens[index].length <= 2 {
        (start, end) = (index, index + 2)
        guard let minutes = token(index + 2), !minutes.isApart, let value = minutes.number else {
          return Digits(hours: first)
        }
        // Half a year, as in 1H2021, is no time.
        guard minutes.length == 2 else { continue }
        end = index + 3
        return Digits(hours: first, minutes: value)
      }
      guard mark.isMark(":") else { continue }
      var numbers = [index]
      while token((numbers.last ?? 0) + 1)?.isMark(":") == true, token((numbers.last ?? 0) + 2)?.number != nil {
        numbers.append((numbers.last ?? 0) + 2)
      }
      // A year may be parted from the time, or from month and day, by a colon as well.
      if tokens[index].length == 4 {
        guard numbers.count == 4 else {
          next = (numbers.last ?? index) + 1
          continue
        }
        numbers.removeFirst()
      }
      return colons(numbers)
    }
    return nil
  }

  private mutating func colons(_ places: [Int]) -> Digits? {
    guard (2...4).contains(places.count), let first = places.first, let last = places.last, tokens[first].length <= 2,
      places.dropFirst().prefix(2).allSatisfy({ tokens[$0].length == 2 })
    else {
      isComplete = false
      return nil
    }
    (start, end) = (first, last + 1)
    if let before = token(first - 1), before.isMark(":") || before.word == "t" && !tokens[first].isApart {
      start = first - 1
    }
    let values = places.compactMap { tokens[$0].number }
    var digits = Digits(hours: values[0], minutes: values[1], seconds: values.count > 2 ? values[2] : 0)
    if places.count == 4 { digits.fraction = fraction(last) }
    if places.count == 3, let mark = token(last + 1), mark.isMark(".,"), !mark.isApart, let part = token(last + 2),
      !part.isApart, part.number != nil
    {
      digits.fraction = fraction(last + 2)
      end = last + 3
    }
    return digits
  }

  /// A number behind a decimal mark in millionths, further digits aside.
  private func fraction(_ index: Int) -> Int {
    var (value, length) = (tokens[index].number ?? 0, tokens[index].length)
    while length > 6 { (value, length) = (value / 10, length - 1) }
    while length < 6 { (value, length) = (value * 10, length + 1) }
    return value
  }

  /// Two, four or six digits behind a T, or four or six behind a date of eight.
  private mutating func behindT() -> Digits? {
    for index in tokens.indices.dropFirst() {
      let isBehindT = tokens[index - 1].word == "t" && !tokens[index].isApart && index > 1
      let isBehindDate = tokens[index].isApart && tokens[index - 1].length == 8 && tokens[index].length >= 4
      guard isBehindT || isBehindDate, let value = tokens[index].number else { continue }
      (start, end) = (isBehindT ? index - 1 : index, index + 1)
      switch tokens[index].length {
      case 2: return Digits(hours: value)
      case 4: return Digits(hours: value / 100, minutes: value % 100)
      case 6: return Digits(hours: value / 10_000, minutes: value / 100 % 100, seconds: value % 100)
      default: return nil
      }
    }
    return nil
  }

  /// Numbers with points between them at the end, when a date of three parts stands before them.
  private mutating func behindDate() -> Digits? {
    guard let first = tokens.indices.last(where: { tokens[$0].isApart && tokens[$0].number != nil }),
      tokens[..<first].count(where: { !$0.isMark("-/.,") }) == 3, tokens[first].length <= 2
    else { return nil }
    let tail = tokens[first...]
    let numbers = tail.compactMap(\.number)
    guard tail.count == 2 * numbers.count - 1, numbers.count == 2 || numbers.count == 3,
      tail.dropFirst().allSatisfy({ !$0.isApart && ($0.isMark(".") || $0.length == 2) })
    else { return nil }
    (start, end) = (first, tokens.count)
    return Digits(hours: numbers[0], minutes: numbers[1], seconds: numbers.count > 2 ? numbers[2] : 0)
  }

  /// An hour that only the half of the day behind it tells to be one.
  private mutating func hourAlone() -> Digits? {
    guard
      let index = tokens.indices.dropLast().first(where: {
        tokens[$0].number != nil && tokens[$0].length <= 2
          && tokens[$0 + 1].word.map { words.halves[$0] != nil } == true
      }), let hours = tokens[index].number
    else { return nil }
    (start, end) = (index, index + 1)
    return Digits(hours: hours, needsHalf: true)
  }

  /// Whether it is after noon, from the words around the time; nil without such words.
  private mutating func half() -> Bool? {
    if let word = token(start - 1)?.word, let half = words.halves[word] {
      start -= 1
      return half
    }
    var (place, letters) = (end, "")
    while let next = token(place), place < end + 4, let word = next.word {
      letters += word
      place += 1
      while token(place)?.isMark(".") == true { place += 1 }
      if let half = words.halves[letters] {
        end = place
        return half
      }
    }
    return nil
  }

  /// Whether the end of a span stands right behind a time, as in `9:00-10:00`; then it is passed over. Where it could be a
  /// zone as well, the style decides.
  mutating func takeSpan(from microseconds: Int) -> Bool {
    guard let dash = token(end), dash.isMark("-−–—"), !dash.isApart, let first = token(end + 1), !first.isApart,
      let hours = first.number, first.length <= 2, token(end + 2)?.isMark(":") == true, let second = token(end + 3),
      let minutes = second.number, second.length == 2, hours <= 24, minutes < 60
    else { return false }
    var (place, time) = (end + 4, (hours * 60 + minutes) * 60)
    let mayBeZone = dash.isMark("-−") && hours <= 14
    if token(place)?.isMark(":") == true, let third = token(place + 1), let seconds = third.number, third.length == 2 {
      (place, time) = (place + 2, time + seconds)
    } else if style.dash == .zone, mayBeZone {
      return false
    }
    guard style.dash == .span || time == 0 || time * 1_000_000 > microseconds else { return false }
    end = place
    return true
  }

  /// The seconds by which the zone behind the time is ahead of UTC; nil where none, or only a place, is named.
  mutating func zone() -> Int? {
    while let filler = token(end)?.word, words.isFiller(filler) { end += 1 }
    while token(end)?.isMark("([") == true { end += 1 }
    var seconds: Int?
    if let word = token(end)?.word {
      if token(end + 1)?.isMark("/") == true, token(end + 2)?.word != nil {
        end += 3
        if token(end)?.isMark("/") == true, token(end + 1)?.word != nil { end += 2 }
      } else if let known = ZoneNames.seconds(of: word, ist: style.zoneOfIST) {
        seconds = known
        end += 1
      }
    }
    if let offset = offset() { seconds = offset }
    while token(end)?.isMark(")]") == true { end += 1 }
    // Some write the place, in brackets, behind the offset.
    if token(end)?.isMark("([") == true, token(end + 1)?.word != nil {
      end = tokens[end...].firstIndex { $0.isMark(")]") }.map { $0 + 1 } ?? tokens.count
    }
    return seconds
  }

  private mutating func offset() -> Int? {
    guard let sign = token(end), sign.isMark("+-−"), let number = token(end + 1), !number.isApart,
      let value = number.number
    else { return nil }
    var (hours, minutes) = number.length <= 2 ? (value, 0) : (value / 100, value % 100)
    end += 2
    if number.length <= 2, token(end)?.isMark(":") == true, let part = token(end + 1)?.number,
      tokens[end + 1].length == 2
    {
      minutes = part
      end += 2
    }
    guard hours <= 14, minutes < 60, number.length <= 4, number.length != 3 else {
      isComplete = false
      return nil
    }
    if sign.isMark("-−") { (hours, minutes) = (-hours, -minutes) }
    return (hours * 60 + minutes) * 60
  }
}

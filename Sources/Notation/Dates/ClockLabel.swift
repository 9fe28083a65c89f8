/// Times of day as text, of 24 hours.
package enum ClockLabel {
  /// Hours and minutes of a time in seconds since midnight: `14:00`.
  package static func minutes(_ time: Int) -> String {
    twoDigits(time / 3_600) + ":" + twoDigits(time / 60 % 60)
  }

  /// Hours, minutes and seconds of a time in seconds since midnight: `14:00:05`.
  package static func seconds(_ time: Int) -> String { minutes(time) + ":" + twoDigits(time % 60) }

  package static func twoDigits(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}

import TextEncoding
import Testing

@Suite struct CalendarNamesTests {
  private func month(_ number: Int, _ language: String) -> [String] {
    CalendarNames.all.filter { $0.language == language }.flatMap { $0.months[number - 1] }
  }

  @Test(
    arguments: [
      (3, "German", "März"), (2, "French", "février"), (1, "Spanish", "enero"), (5, "Russian", "мая"),
      (5, "Russian", "май"), (10, "Polish", "października"), (8, "Greek", "Αυγούστου"), (12, "Arabic", "ديسمبر"),
      // The calendar is the Gregorian one also where another is usual.
      (1, "Thai", "มกราคม"), (1, "Persian", "ژانویهٔ"),
    ])
  func monthsHaveTheirNames(number: Int, language: String, name: String) {
    #expect(month(number, language).contains(name), "\(month(number, language))")
  }

  @Test func languagesAreMany() {
    #expect(CalendarNames.all.allSatisfy { $0.months.allSatisfy { !$0.contains("") } && !$0.weekdays.contains("") })
    #expect(CalendarNames.all.count > 100)
    #expect(CalendarNames.all.first { $0.language == "Korean" }?.halves == ["오전", "오후"])
    #expect(CalendarNames.all.first { $0.language == "French" }?.weekdays.contains("lundi") == true)
  }
}

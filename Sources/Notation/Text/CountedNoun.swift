/// `1 row`, `2 rows`: a number and an English noun, whose plural takes an s.
package func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

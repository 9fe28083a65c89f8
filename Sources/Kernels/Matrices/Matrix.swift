#if canImport(Glibc)
  import Glibc
#endif

/// A 64-byte aligned allocation of floats, zero at first, freed with its last reference.
///
/// Behind the floats stand sixteen more that may be read: products read rows in whole registers.
/// Memory: `4 · count` bytes, rounded up to 64, and 64; from half a megabyte on, rounded up to two megabytes and in huge
/// pages where the system gives them, since products that walk down columns touch a page with every row. Storages then
/// begin at sixteen different places within their page, so that they do not compete for the same places in the caches.
public final class FloatStorage: @unchecked Sendable {
  /// The number of floats.
  public let count: Int
  let base: UnsafeMutablePointer<Float>

  private let allocation: UnsafeMutableRawPointer

  /// Bytes of a huge page.
  private static let hugePage = 2 << 20
  /// Bytes between two of the places where a storage begins: an odd number of cache lines, more than a small page.
  private static let placeStep = 64 * 69

  /// Allocates `count` zeros. Cost: one allocation. See `MemoryFailure` for a system that has no memory left.
  public init(count: Int) {
    require(count >= 0, "a storage of \(count) floats")
    self.count = count
    let bytes = (count * MemoryLayout<Float>.stride + 63) & ~63 + 64
    if bytes < Self.hugePage / 4 {
      allocation = MemoryFailure.allocate(bytes, alignment: 64)
      base = allocation.assumingMemoryBound(to: Float.self)
    } else {
      let whole = (bytes + 16 * Self.placeStep + Self.hugePage - 1) & ~(Self.hugePage - 1)
      allocation = MemoryFailure.allocate(whole, alignment: Self.hugePage)
      #if canImport(Glibc)
        madvise(allocation, whole, MADV_HUGEPAGE)
      #endif
      let place = Int(bitPattern: allocation) / Self.hugePage % 16
      base = (allocation + place * Self.placeStep).assumingMemoryBound(to: Float.self)
    }
    UnsafeMutableRawPointer(base).initializeMemory(as: UInt8.self, repeating: 0, count: bytes)
  }

  deinit { free(allocation) }
}

/// A view of rows of floats in a shared storage: a reference, like a tensor, not a copy.
///
/// Element (r, c) stands at `offset + r · stride + c`. Views may overlap; whoever hands one to a thread
/// makes sure that no other thread writes the same elements.
public struct Matrix: Sendable {
  /// What owns the floats.
  public let storage: FloatStorage
  /// Index in the storage of element (0, 0).
  public let offset: Int
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// Floats from one row to the next, at least `columns`.
  public let stride: Int

  /// Views part of a storage; traps when the view would reach beyond it.
  public init(storage: FloatStorage, offset: Int = 0, rows: Int, columns: Int, stride: Int? = nil) {
    let stride = stride ?? columns
    require(rows >= 0 && columns >= 0 && offset >= 0, "a view of \(rows) × \(columns) at \(offset)")
    require(rows < 2 || stride >= columns, "rows of \(columns) floats \(stride) apart")
    let end = rows == 0 || columns == 0 ? offset : offset + (rows - 1) * stride + columns
    require(end <= storage.count, "a view that ends at \(end) in a storage of \(storage.count)")
    (self.storage, self.offset, self.rows, self.columns, self.stride) = (storage, offset, rows, columns, stride)
  }

  /// Allocates a matrix of zeros, `[rows, columns]`.
  public init(rows: Int, columns: Int) {
    self.init(storage: FloatStorage(count: rows * columns), rows: rows, columns: columns)
  }

  /// Allocates a matrix of zeros, `[rows, columns]`, whose rows begin sixteen floats further apart than they are long:
  /// a power of two between them would make what stands in one column compete for a few places in the caches.
  public init(rows: Int, paddedColumns columns: Int) {
    let stride = Self.paddedStride(of: columns)
    self.init(storage: FloatStorage(count: rows * stride), rows: rows, columns: columns, stride: stride)
  }

  /// Floats from one padded row of so many columns to the next.
  public static func paddedStride(of columns: Int) -> Int { columns + 16 }

  /// Allocates a matrix that holds `values` row by row.
  public init(rows: Int, columns: Int, values: [Float]) {
    require(values.count == rows * columns, "\(values.count) values for \(rows) × \(columns)")
    self.init(rows: rows, columns: columns)
    values.withUnsafeBufferPointer { if let source = $0.baseAddress { pointer.update(from: source, count: $0.count) } }
  }

  @inline(__always) var pointer: UnsafeMutablePointer<Float> { storage.base + offset }
  @inline(__always) func row(_ r: Int) -> UnsafeMutablePointer<Float> { storage.base + (offset + r * stride) }

  /// The rows of a range, the same storage.
  public func rows(_ range: Range<Int>) -> Matrix {
    require(range.lowerBound >= 0 && range.upperBound <= rows, "rows \(range) of \(rows)")
    return Matrix(
      storage: storage, offset: offset + range.lowerBound * stride, rows: range.count, columns: columns, stride: stride)
  }

  /// The columns of a range, the same storage.
  public func columns(_ range: Range<Int>) -> Matrix {
    require(range.lowerBound >= 0 && range.upperBound <= columns, "columns \(range) of \(columns)")
    return Matrix(storage: storage, offset: offset + range.lowerBound, rows: rows, columns: range.count, stride: stride)
  }

  /// One element; for tests and small work, not for loops over many.
  public subscript(r: Int, c: Int) -> Float {
    get {
      require(r >= 0 && r < rows && c >= 0 && c < columns, "element (\(r), \(c)) of \(rows) × \(columns)")
      return row(r)[c]
    }
    nonmutating set {
      require(r >= 0 && r < rows && c >= 0 && c < columns, "element (\(r), \(c)) of \(rows) × \(columns)")
      row(r)[c] = newValue
    }
  }

  /// A copy of all elements, row by row.
  public var values: [Float] {
    [Float](unsafeUninitializedCapacity: rows * columns) { buffer, count in
      for r in 0..<rows { (buffer.baseAddress! + r * columns).initialize(from: row(r), count: columns) }
      count = rows * columns
    }
  }

  /// Calls `body` with the elements of a row.
  public func withRow<Result>(_ r: Int, _ body: (UnsafeBufferPointer<Float>) -> Result) -> Result {
    require(r >= 0 && r < rows, "row \(r) of \(rows)")
    return body(UnsafeBufferPointer(start: row(r), count: columns))
  }

  /// Sets every element.
  public func fill(_ value: Float) {
    for r in 0..<rows { row(r).update(repeating: value, count: columns) }
  }

  /// Sets every element, row by row, to what `next` gives for its place in that order.
  public func fill(_ next: (Int) -> Float) {
    for r in 0..<rows { for c in 0..<columns { row(r)[c] = next(r * columns + c) } }
  }

  /// Overwrites every element with those of a matrix of the same shape.
  public func assign(_ other: Matrix) {
    require(rows == other.rows && columns == other.columns, "\(other.shape) into \(shape)")
    for r in 0..<rows { row(r).update(from: other.row(r), count: columns) }
  }

  /// The elements' raw bytes, little-endian on every supported CPU; traps unless the rows are adjacent.
  public func withBytes<Result>(_ body: (UnsafeMutableRawBufferPointer) throws -> Result) rethrows -> Result {
    require(rows <= 1 || stride == columns, "the bytes of rows that are not adjacent")
    return try body(UnsafeMutableRawBufferPointer(start: pointer, count: rows * columns * 4))
  }

  var shape: String { "\(rows) × \(columns)" }
}

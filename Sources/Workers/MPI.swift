#if MPI
  import CMPI
  import Kernels

  /// The processes that a launcher of MPI has started.
  ///
  /// MPI's own handler ends all processes at an error, and the launcher does so where a process dies.
  public final class MPI: Communicator {
    /// The number of this process.
    public let rank: Int
    /// The number of processes.
    public let count: Int
    /// The processes on this computer.
    public let countOnThisComputer: Int
    /// The name of this computer.
    public let host: String

    /// Joins the processes; once a run, before any thread communicates. Nil where MPI refuses.
    public init?() {
      var (rank, count) = (Int32(0), Int32(1))
      guard textgen_mpi_start(&rank, &count) == 0 else { return nil }
      (self.rank, self.count) = (Int(rank), Int(count))
      countOnThisComputer = max(1, Int(textgen_mpi_count_on_this_computer()))
      var name = [CChar](repeating: 0, count: Int(textgen_mpi_name_length) + 1)
      _ = textgen_mpi_host(&name)
      host = String(decoding: name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Waits for the other processes and leaves them.
    public func end() { _ = textgen_mpi_end() }

    /// Ends all processes.
    public func abort(exitCode: Int32) { _ = textgen_mpi_abort(exitCode) }

    /// `MPI_Alltoallv`
    public func exchange(_ source: Matrix, sending: [Range<Int>], into target: Matrix, receiving: [Range<Int>]) {
      let (sent, received) = (Places(sending, in: source), Places(receiving, in: target))
      source.withBytes { from in
        target.withBytes { to in
          _ = textgen_mpi_exchange(
            from.assumingMemoryBound(to: Float.self).baseAddress, sent.counts, sent.starts,
            to.assumingMemoryBound(to: Float.self).baseAddress, received.counts, received.starts)
        }
      }
    }

    /// `MPI_Allgatherv`
    public func gather(_ vector: Matrix, slices: [Range<Int>]) {
      let places = Places(slices, in: vector)
      vector.withBytes {
        _ = textgen_mpi_gather_floats($0.assumingMemoryBound(to: Float.self).baseAddress, places.counts, places.starts)
      }
    }

    /// `MPI_Allgatherv`
    public func gather(_ numbers: inout [Double], slices: [Range<Int>]) {
      let places = Places(slices, most: numbers.count)
      numbers.withUnsafeMutableBufferPointer {
        _ = textgen_mpi_gather_doubles($0.baseAddress, places.counts, places.starts)
      }
    }

    /// `MPI_Bcast`
    public func broadcast(_ bytes: UnsafeMutableRawBufferPointer) {
      _ = textgen_mpi_broadcast(bytes.baseAddress, Int32(bytes.count))
    }
  }

  /// Where slices begin and how long they are, as MPI counts.
  private struct Places {
    let counts, starts: [Int32]

    init(_ slices: [Range<Int>], in vector: Matrix) {
      precondition(vector.rows == 1, "slices of \(vector.rows) rows")
      self.init(slices, most: vector.columns)
    }

    init(_ slices: [Range<Int>], most: Int) {
      precondition(most <= Int32.max, "\(most) numbers are more than MPI can count")
      for slice in slices { precondition(slice.lowerBound >= 0 && slice.upperBound <= most, "\(slice) of \(most)") }
      counts = slices.map { Int32($0.count) }
      starts = slices.map { Int32($0.lowerBound) }
    }
  }
#endif

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

    /// `MPI_Send`: the number of bytes, and then the bytes in pieces.
    public func send(_ bytes: [UInt8], to process: Int) {
      precondition(process != rank && 0..<count ~= process, "a message of process \(rank) to \(process) of \(count)")
      withUnsafeBytes(of: bytes.count) { send($0, to: process, as: .length) }
      bytes.withUnsafeBytes { all in
        for piece in Message.pieces(of: all.count) {
          send(UnsafeRawBufferPointer(rebasing: all[piece]), to: process, as: .content)
        }
      }
    }

    /// `MPI_Iprobe`, and `MPI_Recv` where a message has come.
    public func receive() -> Message? {
      let sender = textgen_mpi_sender(Tag.length.rawValue)
      guard sender >= 0 else { return nil }
      var length = 0
      withUnsafeMutableBytes(of: &length) { receive($0, from: sender, as: .length) }
      let bytes = [UInt8](unsafeUninitializedCapacity: length) { all, count in
        let all = UnsafeMutableRawBufferPointer(all)
        for piece in Message.pieces(of: length) {
          receive(UnsafeMutableRawBufferPointer(rebasing: all[piece]), from: sender, as: .content)
        }
        count = length
      }
      return Message(sender: Int(sender), bytes: bytes)
    }

    /// What a call of MPI sends of a message: only lengths are looked for, so that a message is received as a whole.
    private enum Tag: Int32 { case length, content }

    private func send(_ bytes: UnsafeRawBufferPointer, to process: Int, as tag: Tag) {
      _ = textgen_mpi_send(bytes.baseAddress, Int32(bytes.count), Int32(process), tag.rawValue)
    }

    private func receive(_ bytes: UnsafeMutableRawBufferPointer, from sender: Int32, as tag: Tag) {
      _ = textgen_mpi_receive(bytes.baseAddress, Int32(bytes.count), sender, tag.rawValue)
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

// The calls of MPI that the program makes. Handles such as MPI_COMM_WORLD are macros, which Swift cannot import, and differ
// between implementations: only what the standard says of them is used here.

#ifndef TEXTGEN_CMPI_SHIM_H
#define TEXTGEN_CMPI_SHIM_H

#include <mpi.h>
#include <stddef.h>

/// Joins the other processes. Returns 0, or an error. Only the calling thread may communicate.
static inline int textgen_mpi_start(int *rank, int *count) {
  int level;
  int status = MPI_Init_thread(NULL, NULL, MPI_THREAD_FUNNELED, &level);
  if (status == MPI_SUCCESS) status = MPI_Comm_rank(MPI_COMM_WORLD, rank);
  if (status == MPI_SUCCESS) status = MPI_Comm_size(MPI_COMM_WORLD, count);
  return status;
}

/// Waits for the other processes and leaves them.
static inline int textgen_mpi_end(void) { return MPI_Finalize(); }

/// Ends all processes.
static inline int textgen_mpi_abort(int code) { return MPI_Abort(MPI_COMM_WORLD, code); }

/// The processes that share this computer's memory.
static inline int textgen_mpi_count_on_this_computer(void) {
  MPI_Comm local;
  int count = 1;
  if (MPI_Comm_split_type(MPI_COMM_WORLD, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &local) != MPI_SUCCESS) return 1;
  MPI_Comm_size(local, &count);
  MPI_Comm_free(&local);
  return count;
}

enum { textgen_mpi_name_length = MPI_MAX_PROCESSOR_NAME };

/// The name of the computer, `textgen_mpi_name_length` characters at most.
static inline int textgen_mpi_host(char *name) {
  int length;
  return MPI_Get_processor_name(name, &length);
}

/// Sends floats to every process and receives some from each.
static inline int textgen_mpi_exchange(
    const float *source, const int *sent_counts, const int *sent_places, float *target, const int *received_counts,
    const int *received_places) {
  return MPI_Alltoallv(
      source, sent_counts, sent_places, MPI_FLOAT, target, received_counts, received_places, MPI_FLOAT, MPI_COMM_WORLD);
}

/// Completes the slices of a vector, of which each process has its own.
static inline int textgen_mpi_gather_floats(float *vector, const int *counts, const int *places) {
  return MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_FLOAT, vector, counts, places, MPI_FLOAT, MPI_COMM_WORLD);
}

/// The same of doubles.
static inline int textgen_mpi_gather_doubles(double *vector, const int *counts, const int *places) {
  return MPI_Allgatherv(MPI_IN_PLACE, 0, MPI_DOUBLE, vector, counts, places, MPI_DOUBLE, MPI_COMM_WORLD);
}

/// Copies the first process's bytes to all others.
static inline int textgen_mpi_broadcast(void *bytes, int count) {
  return MPI_Bcast(bytes, count, MPI_BYTE, 0, MPI_COMM_WORLD);
}

/// Sends bytes to one process, under a number of their kind.
static inline int textgen_mpi_send(const void *bytes, int count, int process, int tag) {
  return MPI_Send(bytes, count, MPI_BYTE, process, tag, MPI_COMM_WORLD);
}

/// A process of which bytes under the number `tag` have come, which were not received yet, or -1.
static inline int textgen_mpi_sender(int tag) {
  int has_come = 0;
  MPI_Status status;
  if (MPI_Iprobe(MPI_ANY_SOURCE, tag, MPI_COMM_WORLD, &has_come, &status) != MPI_SUCCESS || !has_come) return -1;
  return status.MPI_SOURCE;
}

/// Receives as many bytes as a process has sent.
static inline int textgen_mpi_receive(void *bytes, int count, int process, int tag) {
  return MPI_Recv(bytes, count, MPI_BYTE, process, tag, MPI_COMM_WORLD, MPI_STATUS_IGNORE);
}

#endif

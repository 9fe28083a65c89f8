// The vector instructions that a module was compiled for, which Swift cannot ask about, and whether this CPU has
// them. Every function is compiled with the flags of the module that calls it.

#ifndef TEXTGEN_INSTRUCTION_SET_H
#define TEXTGEN_INSTRUCTION_SET_H

#include <stddef.h>

#if defined(__AVX512F__)
#define TEXTGEN_HAS_512_BIT_VECTORS 1
#else
#define TEXTGEN_HAS_512_BIT_VECTORS 0
#endif

#if defined(__AVX512F__)
#define TEXTGEN_INSTRUCTION_SET "AVX-512"
#elif defined(__AVX2__) && defined(__FMA__)
#define TEXTGEN_INSTRUCTION_SET "AVX2"
#elif defined(__aarch64__)
#define TEXTGEN_INSTRUCTION_SET "NEON"
#else
#define TEXTGEN_INSTRUCTION_SET "baseline"
#endif

/// Tells the CPU that the thread is waiting for another one's store.
static inline void textgen_pause(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __builtin_arm_yield();
#endif
}

/// Replaces sixteen floats by their square roots: Swift's own on vectors takes one number after the other.
static inline void textgen_square_roots(float *values) {
  typedef float vector __attribute__((ext_vector_type(16)));
  vector lanes;
  __builtin_memcpy(&lanes, values, sizeof lanes);
  lanes = __builtin_elementwise_sqrt(lanes);
  __builtin_memcpy(values, &lanes, sizeof lanes);
}

/// The first extension that the calling module may use and this CPU lacks, or NULL.
static inline const char *textgen_missing_extension(void) {
#if defined(__x86_64__)
#define TEXTGEN_NEEDS(name) \
  if (!__builtin_cpu_supports(name)) return name;
  __builtin_cpu_init();
#ifdef __SSE4_2__
  TEXTGEN_NEEDS("sse4.2")
#endif
#ifdef __POPCNT__
  TEXTGEN_NEEDS("popcnt")
#endif
#ifdef __AVX__
  TEXTGEN_NEEDS("avx")
#endif
#ifdef __AVX2__
  TEXTGEN_NEEDS("avx2")
#endif
#ifdef __FMA__
  TEXTGEN_NEEDS("fma")
#endif
#ifdef __BMI2__
  TEXTGEN_NEEDS("bmi2")
#endif
#ifdef __AVX512F__
  TEXTGEN_NEEDS("avx512f")
#endif
#ifdef __AVX512BW__
  TEXTGEN_NEEDS("avx512bw")
#endif
#ifdef __AVX512DQ__
  TEXTGEN_NEEDS("avx512dq")
#endif
#ifdef __AVX512VL__
  TEXTGEN_NEEDS("avx512vl")
#endif
#ifdef __AVX512VBMI__
  TEXTGEN_NEEDS("avx512vbmi")
#endif
#ifdef __AVX512VBMI2__
  TEXTGEN_NEEDS("avx512vbmi2")
#endif
#ifdef __AVX512VNNI__
  TEXTGEN_NEEDS("avx512vnni")
#endif
#undef TEXTGEN_NEEDS
#endif
  return NULL;
}

#endif

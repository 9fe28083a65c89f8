// ICU's C names carry the library's version as a macro suffix, which Swift cannot import. Every function
// here is one ICU call under a stable name; what the calls are used for is decided in TextEncoding.

#ifndef TEXTGEN_CICU_SHIM_H
#define TEXTGEN_CICU_SHIM_H

#include <stddef.h>
#include <stdint.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/unorm2.h>

// Converters

/// A converter that stops at malformed bytes, or NULL for a name ICU does not know.
static inline UConverter *textgen_converter_open(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) return NULL;
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  if (U_SUCCESS(status)) return converter;
  ucnv_close(converter);
  return NULL;
}

static inline void textgen_converter_close(UConverter *converter) { ucnv_close(converter); }

/// How one call of the converter ended.
typedef enum { textgen_decoded_all, textgen_target_full, textgen_found_malformed } textgen_decoding;

static inline textgen_decoding textgen_converter_decode(
    UConverter *converter, const char **source, const char *source_limit, uint16_t **target,
    const uint16_t *target_limit, int32_t is_last) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_toUnicode(
      converter, target, target_limit, source, source_limit, NULL, (UBool)(is_last != 0), &status);
  if (U_SUCCESS(status)) return textgen_decoded_all;
  return status == U_BUFFER_OVERFLOW_ERROR ? textgen_target_full : textgen_found_malformed;
}

/// Copies the bytes at which the last call stopped; the result is their number.
static inline int32_t textgen_converter_malformed_bytes(const UConverter *converter, char *bytes, int8_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int8_t length = capacity;
  ucnv_getInvalidChars(converter, bytes, &length, &status);
  return U_SUCCESS(status) ? length : 0;
}

/// The number of bytes that the converter has taken in but not yet turned into text.
static inline int32_t textgen_converter_pending(const UConverter *converter) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_toUCountPending(converter, &status);
}

/// Whether the converter lets a surrogate pass that lacks its other half.
static inline int32_t textgen_converter_passes_surrogates(const UConverter *converter) {
  switch (ucnv_getType(converter)) {
    case UCNV_UTF7:
    case UCNV_IMAP_MAILBOX:
    case UCNV_CESU8:
    case UCNV_SCSU:
    case UCNV_BOCU1:
    case UCNV_LMBCS_1:
    case UCNV_LMBCS_2:
    case UCNV_LMBCS_3:
    case UCNV_LMBCS_4:
    case UCNV_LMBCS_5:
    case UCNV_LMBCS_6:
    case UCNV_LMBCS_8:
    case UCNV_LMBCS_11:
    case UCNV_LMBCS_16:
    case UCNV_LMBCS_17:
    case UCNV_LMBCS_18:
    case UCNV_LMBCS_19:
      return 1;
    default:
      return 0;
  }
}

static inline const char *textgen_converter_name(const UConverter *converter) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_getName(converter, &status);
}

static inline const char *textgen_charset_standard_name(const char *name, const char *standard) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_getStandardName(name, standard, &status);
}

static inline int32_t textgen_charset_count(void) { return ucnv_countAvailable(); }

static inline const char *textgen_charset_name(int32_t index) { return ucnv_getAvailableName(index); }

static inline int32_t textgen_charset_alias_count(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_countAliases(name, &status);
}

static inline const char *textgen_charset_alias(const char *name, int32_t index) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_getAlias(name, (uint16_t)index, &status);
}

// Charset detection

static inline UCharsetDetector *textgen_detector_open(void) {
  UErrorCode status = U_ZERO_ERROR;
  return ucsdet_open(&status);
}

static inline void textgen_detector_close(UCharsetDetector *detector) { ucsdet_close(detector); }

/// The matches, best first; they live as long as the detector.
static inline const UCharsetMatch **textgen_detector_matches(
    UCharsetDetector *detector, const char *bytes, int32_t length, int32_t *count) {
  UErrorCode status = U_ZERO_ERROR;
  ucsdet_setText(detector, bytes, length, &status);
  const UCharsetMatch **matches = ucsdet_detectAll(detector, count, &status);
  if (U_FAILURE(status)) *count = 0;
  return matches;
}

static inline const char *textgen_match_name(const UCharsetMatch *match) {
  UErrorCode status = U_ZERO_ERROR;
  return ucsdet_getName(match, &status);
}

static inline int32_t textgen_match_confidence(const UCharsetMatch *match) {
  UErrorCode status = U_ZERO_ERROR;
  return ucsdet_getConfidence(match, &status);
}

// Normalisation

static inline const UNormalizer2 *textgen_normalizer_nfc(void) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_getNFCInstance(&status);
}

static inline const UNormalizer2 *textgen_normalizer_nfkc(void) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_getNFKCInstance(&status);
}

/// The length of the normalised text, which is complete in `target` when it is not above `capacity`; negative
/// when ICU fails.
static inline int32_t textgen_normalize(
    const UNormalizer2 *normalizer, const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t needed = unorm2_normalize(normalizer, source, length, target, capacity, &status);
  return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR ? needed : -1;
}

static inline int32_t textgen_has_boundary_before(const UNormalizer2 *normalizer, uint32_t scalar) {
  return unorm2_hasBoundaryBefore(normalizer, (UChar32)scalar);
}

// Grapheme clusters

static inline UBreakIterator *textgen_breaker_open(void) {
  UErrorCode status = U_ZERO_ERROR;
  return ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
}

static inline void textgen_breaker_close(UBreakIterator *breaker) { ubrk_close(breaker); }

static inline void textgen_breaker_set_text(UBreakIterator *breaker, const uint16_t *text, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(breaker, text, length, &status);
}

/// The next boundary, or a negative number at the end.
static inline int32_t textgen_breaker_next(UBreakIterator *breaker) { return ubrk_next(breaker); }

// Character properties

/// The version of Unicode that ICU's data follow: four numbers.
static inline void textgen_unicode_version(uint8_t version[4]) { u_getUnicodeVersion(version); }

/// Whether a boundary lies between any two characters of this kind: everything but what UAX 29 lets join a
/// neighbour of the kind.
static inline int32_t textgen_stands_alone(uint32_t scalar) {
  switch (u_getIntPropertyValue((UChar32)scalar, UCHAR_GRAPHEME_CLUSTER_BREAK)) {
    case U_GCB_OTHER:
    case U_GCB_CONTROL:
    case U_GCB_LF:
    case U_GCB_LV:
    case U_GCB_LVT:
      return 1;
    default:
      return 0;
  }
}

static inline int32_t textgen_general_category(uint32_t scalar) { return u_charType((UChar32)scalar); }

/// Writes the character's name; the result is its length, 0 for a character without one.
static inline int32_t textgen_character_name(uint32_t scalar, char *name, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = u_charName((UChar32)scalar, U_UNICODE_CHAR_NAME, name, capacity, &status);
  return U_SUCCESS(status) ? length : 0;
}

#endif

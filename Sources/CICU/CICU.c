#include "CICU.h"

#include <stddef.h>
#include <unicode/ubrk.h>
#include <unicode/uchar.h>
#include <unicode/ucnv.h>
#include <unicode/ucsdet.h>
#include <unicode/udat.h>
#include <unicode/uloc.h>
#include <unicode/ulocdata.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/uset.h>

// Converters

UConverter *textgen_converter_open(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) return NULL;
  ucnv_setToUCallBack(converter, UCNV_TO_U_CALLBACK_STOP, NULL, NULL, NULL, &status);
  if (U_SUCCESS(status)) return converter;
  ucnv_close(converter);
  return NULL;
}

void textgen_converter_close(UConverter *converter) { ucnv_close(converter); }

textgen_decoding textgen_converter_decode(
    UConverter *converter, const char **source, const char *source_limit, uint16_t **target,
    const uint16_t *target_limit, int32_t is_last) {
  UErrorCode status = U_ZERO_ERROR;
  ucnv_toUnicode(
      converter, target, target_limit, source, source_limit, NULL, (UBool)(is_last != 0), &status);
  if (U_SUCCESS(status)) return textgen_decoded_all;
  return status == U_BUFFER_OVERFLOW_ERROR ? textgen_target_full : textgen_found_malformed;
}

int32_t textgen_converter_malformed_bytes(const UConverter *converter, char *bytes, int8_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int8_t length = capacity;
  ucnv_getInvalidChars(converter, bytes, &length, &status);
  return U_SUCCESS(status) ? length : 0;
}

int32_t textgen_converter_pending(const UConverter *converter) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_toUCountPending(converter, &status);
}

int32_t textgen_converter_passes_surrogates(const UConverter *converter) {
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

const char *textgen_converter_name(const UConverter *converter) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_getName(converter, &status);
}

const char *textgen_charset_standard_name(const char *name, const char *standard) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_getStandardName(name, standard, &status);
}

int32_t textgen_charset_count(void) { return ucnv_countAvailable(); }

const char *textgen_charset_name(int32_t index) { return ucnv_getAvailableName(index); }

int32_t textgen_charset_alias_count(const char *name) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_countAliases(name, &status);
}

const char *textgen_charset_alias(const char *name, int32_t index) {
  UErrorCode status = U_ZERO_ERROR;
  return ucnv_getAlias(name, (uint16_t)index, &status);
}

// Charset detection

UCharsetDetector *textgen_detector_open(void) {
  UErrorCode status = U_ZERO_ERROR;
  return ucsdet_open(&status);
}

void textgen_detector_close(UCharsetDetector *detector) { ucsdet_close(detector); }

const UCharsetMatch **textgen_detector_matches(
    UCharsetDetector *detector, const char *bytes, int32_t length, int32_t *count) {
  UErrorCode status = U_ZERO_ERROR;
  ucsdet_setText(detector, bytes, length, &status);
  const UCharsetMatch **matches = ucsdet_detectAll(detector, count, &status);
  if (U_FAILURE(status)) *count = 0;
  return matches;
}

const char *textgen_match_name(const UCharsetMatch *match) {
  UErrorCode status = U_ZERO_ERROR;
  return ucsdet_getName(match, &status);
}

int32_t textgen_match_confidence(const UCharsetMatch *match) {
  UErrorCode status = U_ZERO_ERROR;
  return ucsdet_getConfidence(match, &status);
}

// Languages

int32_t textgen_locale_count(void) { return uloc_countAvailable(); }

const char *textgen_locale_name(int32_t index) { return uloc_getAvailable(index); }

int32_t textgen_alphabet(const char *locale, int32_t is_auxiliary, uint32_t *ranges, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  ULocaleData *data = ulocdata_open(locale, &status);
  if (U_FAILURE(status)) return 0;
  ulocdata_setNoSubstitute(data, 1);
  USet *set = ulocdata_getExemplarSet(
      data, NULL, 0, is_auxiliary ? ULOCDATA_ES_AUXILIARY : ULOCDATA_ES_STANDARD, &status);
  ulocdata_close(data);
  if (U_FAILURE(status) || set == NULL) return 0;
  int32_t count = 0;
  for (int32_t item = 0; item < uset_getItemCount(set) && count < capacity; item++) {
    UChar32 first, last;
    UErrorCode item_status = U_ZERO_ERROR;
    // What is no range is a text of several characters.
    if (uset_getItem(set, item, &first, &last, NULL, 0, &item_status) != 0 || U_FAILURE(item_status)) continue;
    ranges[2 * count] = (uint32_t)first;
    ranges[2 * count + 1] = (uint32_t)last;
    count++;
  }
  uset_close(set);
  return count;
}

// Normalisation

const UNormalizer2 *textgen_normalizer_nfc(void) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_getNFCInstance(&status);
}

const UNormalizer2 *textgen_normalizer_nfd(void) {
  UErrorCode status = U_ZERO_ERROR;
  const UNormalizer2 *normalizer = unorm2_getNFDInstance(&status);
  return U_SUCCESS(status) ? normalizer : NULL;
}

const UNormalizer2 *textgen_normalizer_nfkc(void) {
  UErrorCode status = U_ZERO_ERROR;
  return unorm2_getNFKCInstance(&status);
}

int32_t textgen_normalize(
    const UNormalizer2 *normalizer, const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t needed = unorm2_normalize(normalizer, source, length, target, capacity, &status);
  return U_SUCCESS(status) || status == U_BUFFER_OVERFLOW_ERROR ? needed : -1;
}

int32_t textgen_has_boundary_before(const UNormalizer2 *normalizer, uint32_t scalar) {
  return unorm2_hasBoundaryBefore(normalizer, (UChar32)scalar);
}

// Grapheme clusters

UBreakIterator *textgen_breaker_open(void) {
  UErrorCode status = U_ZERO_ERROR;
  return ubrk_open(UBRK_CHARACTER, "", NULL, 0, &status);
}

void textgen_breaker_close(UBreakIterator *breaker) { ubrk_close(breaker); }

void textgen_breaker_set_text(UBreakIterator *breaker, const uint16_t *text, int32_t length) {
  UErrorCode status = U_ZERO_ERROR;
  ubrk_setText(breaker, text, length, &status);
}

int32_t textgen_breaker_next(UBreakIterator *breaker) { return ubrk_next(breaker); }

// Calendars

int32_t textgen_locale_language(const char *locale, uint16_t *name, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = uloc_getDisplayLanguage(locale, "en", (UChar *)name, capacity, &status);
  return U_SUCCESS(status) && length <= capacity ? length : 0;
}

void *textgen_calendar_open(const char *locale) {
  char name[ULOC_FULLNAME_CAPACITY];
  UErrorCode status = U_ZERO_ERROR;
  uloc_canonicalize(locale, name, sizeof name, &status);
  uloc_setKeywordValue("calendar", "gregorian", name, sizeof name, &status);
  if (U_FAILURE(status)) return NULL;
  UDateFormat *format = udat_open(UDAT_MEDIUM, UDAT_MEDIUM, name, NULL, 0, NULL, 0, &status);
  return U_SUCCESS(status) ? (void *)format : NULL;
}

void textgen_calendar_close(void *calendar) { udat_close((UDateFormat *)calendar); }

static UDateFormatSymbolType symbols(textgen_calendar_names kind) {
  switch (kind) {
    case textgen_months: return UDAT_MONTHS;
    case textgen_short_months: return UDAT_SHORT_MONTHS;
    case textgen_lone_months: return UDAT_STANDALONE_MONTHS;
    case textgen_short_lone_months: return UDAT_STANDALONE_SHORT_MONTHS;
    case textgen_weekdays: return UDAT_WEEKDAYS;
    case textgen_short_weekdays: return UDAT_SHORT_WEEKDAYS;
    default: return UDAT_AM_PMS;
  }
}

int32_t textgen_calendar_name_count(const void *calendar, textgen_calendar_names kind) {
  return udat_countSymbols((const UDateFormat *)calendar, symbols(kind));
}

int32_t textgen_calendar_name(
    const void *calendar, textgen_calendar_names kind, int32_t index, uint16_t *name, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t length =
      udat_getSymbols((const UDateFormat *)calendar, symbols(kind), index, (UChar *)name, capacity, &status);
  return U_SUCCESS(status) && length <= capacity ? length : 0;
}

// Character properties

void textgen_unicode_version(uint8_t version[4]) { u_getUnicodeVersion(version); }

int32_t textgen_stands_alone(uint32_t scalar) {
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

int32_t textgen_general_category(uint32_t scalar) { return u_charType((UChar32)scalar); }

int32_t textgen_character_name(uint32_t scalar, char *name, int32_t capacity) {
  UErrorCode status = U_ZERO_ERROR;
  int32_t length = u_charName((UChar32)scalar, U_UNICODE_CHAR_NAME, name, capacity, &status);
  return U_SUCCESS(status) ? length : 0;
}

uint32_t textgen_lowercase(uint32_t scalar) { return (uint32_t)u_tolower((UChar32)scalar); }

int32_t textgen_script(uint32_t scalar) {
  UErrorCode status = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript((UChar32)scalar, &status);
  return U_SUCCESS(status) ? (int32_t)script : -1;
}

int32_t textgen_precedes_its_consonant(uint32_t scalar) {
  return u_hasBinaryProperty((UChar32)scalar, UCHAR_LOGICAL_ORDER_EXCEPTION);
}

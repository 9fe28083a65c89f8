// ICU's C names carry the library's version as a macro suffix, which Swift cannot import. Every function
// here is one ICU call under a stable name; what the calls are used for is decided in TextEncoding.
//
// ICU's own headers stay out of here. Foundation brings a copy of them with other definitions, and a program that saw both
// copies would not compile.

#ifndef TEXTGEN_CICU_H
#define TEXTGEN_CICU_H

#include <stdint.h>

// ICU's own types, of which only pointers are passed on.
typedef struct UBreakIterator UBreakIterator;
typedef struct UCharsetDetector UCharsetDetector;
typedef struct UCharsetMatch UCharsetMatch;
typedef struct UConverter UConverter;
typedef struct UNormalizer2 UNormalizer2;

// Converters

/// A converter that stops at malformed bytes, or NULL for a name ICU does not know.
UConverter *textgen_converter_open(const char *name);

void textgen_converter_close(UConverter *converter);

/// How one call of the converter ended.
typedef enum { textgen_decoded_all, textgen_target_full, textgen_found_malformed } textgen_decoding;

textgen_decoding textgen_converter_decode(
    UConverter *converter, const char **source, const char *source_limit, uint16_t **target,
    const uint16_t *target_limit, int32_t is_last);

/// Copies the bytes at which the last call stopped; the result is their number.
int32_t textgen_converter_malformed_bytes(const UConverter *converter, char *bytes, int8_t capacity);

/// The number of bytes that the converter has taken in but not yet turned into text.
int32_t textgen_converter_pending(const UConverter *converter);

/// Whether the converter lets a surrogate pass that lacks its other half.
int32_t textgen_converter_passes_surrogates(const UConverter *converter);

const char *textgen_converter_name(const UConverter *converter);

const char *textgen_charset_standard_name(const char *name, const char *standard);

int32_t textgen_charset_count(void);

const char *textgen_charset_name(int32_t index);

int32_t textgen_charset_alias_count(const char *name);

const char *textgen_charset_alias(const char *name, int32_t index);

// Charset detection

UCharsetDetector *textgen_detector_open(void);

void textgen_detector_close(UCharsetDetector *detector);

/// The matches, best first; they live as long as the detector.
const UCharsetMatch **textgen_detector_matches(
    UCharsetDetector *detector, const char *bytes, int32_t length, int32_t *count);

const char *textgen_match_name(const UCharsetMatch *match);

int32_t textgen_match_confidence(const UCharsetMatch *match);

// Languages

int32_t textgen_locale_count(void);

const char *textgen_locale_name(int32_t index);

/// Writes the alphabet of a language by CLDR, as ranges of two code points each, at most `capacity` ranges: its own letters,
/// or those that it takes over with foreign words. `ranges` has room for 2 × `capacity` numbers. The result is the number of
/// ranges, 0 where ICU has none.
int32_t textgen_alphabet(const char *locale, int32_t is_auxiliary, uint32_t *ranges, int32_t capacity);

// Normalisation

const UNormalizer2 *textgen_normalizer_nfc(void);

const UNormalizer2 *textgen_normalizer_nfkc(void);
/// The same of canonical decomposition.
const UNormalizer2 *textgen_normalizer_nfd(void);

/// The length of the normalised text, which is complete in `target` when it is not above `capacity`; negative
/// when ICU fails.
int32_t textgen_normalize(
    const UNormalizer2 *normalizer, const uint16_t *source, int32_t length, uint16_t *target, int32_t capacity);

int32_t textgen_has_boundary_before(const UNormalizer2 *normalizer, uint32_t scalar);

// Grapheme clusters

UBreakIterator *textgen_breaker_open(void);

void textgen_breaker_close(UBreakIterator *breaker);

void textgen_breaker_set_text(UBreakIterator *breaker, const uint16_t *text, int32_t length);

/// The next boundary, or a negative number at the end.
int32_t textgen_breaker_next(UBreakIterator *breaker);

// Calendars

/// Writes the English name of a locale's language. Lengths are in UTF-16 code units; the result is 0 for no name.
int32_t textgen_locale_language(const char *locale, uint16_t *name, int32_t capacity);

/// The names of the Gregorian calendar in a locale, or NULL when ICU fails.
void *textgen_calendar_open(const char *locale);

void textgen_calendar_close(void *calendar);

/// The kinds of names: months and weekdays as they stand in a date, alone, and abbreviated; the halves of a day.
typedef enum {
  textgen_months,
  textgen_short_months,
  textgen_lone_months,
  textgen_short_lone_months,
  textgen_weekdays,
  textgen_short_weekdays,
  textgen_halves
} textgen_calendar_names;

int32_t textgen_calendar_name_count(const void *calendar, textgen_calendar_names kind);

/// Writes a name. Lengths are in UTF-16 code units; the result is 0 for no name.
int32_t textgen_calendar_name(
    const void *calendar, textgen_calendar_names kind, int32_t index, uint16_t *name, int32_t capacity);

// Character properties

/// The version of Unicode that ICU's data follow: four numbers.
void textgen_unicode_version(uint8_t version[4]);

/// Whether a boundary lies between any two characters of this kind: everything but what UAX 29 lets join a
/// neighbour of the kind.
int32_t textgen_stands_alone(uint32_t scalar);

int32_t textgen_general_category(uint32_t scalar);

uint32_t textgen_lowercase(uint32_t scalar);

/// The number of the character's script.
int32_t textgen_script(uint32_t scalar);

/// Whether the character is a vowel that is written before the consonant after which it is spoken, as in Thai.
int32_t textgen_precedes_its_consonant(uint32_t scalar);

/// Writes the character's name; the result is its length, 0 for a character without one.
int32_t textgen_character_name(uint32_t scalar, char *name, int32_t capacity);

#endif

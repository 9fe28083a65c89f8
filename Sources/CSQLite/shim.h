// SQLite's own header, and what Swift cannot import from it: a constant and a call that need a macro's arithmetic.

#ifndef TEXTGEN_CSQLITE_SHIM_H
#define TEXTGEN_CSQLITE_SHIM_H

#include <sqlite3.h>

/// Binds `length` bytes of UTF-8, which SQLite copies.
static inline int textgen_bind_text(sqlite3_stmt *statement, int index, const char *text, int length) {
  return sqlite3_bind_text(statement, index, text, length, SQLITE_TRANSIENT);
}

/// The code of a read that met the end of the file too early.
static const int textgen_ioerr_short_read = SQLITE_IOERR_SHORT_READ;

#endif

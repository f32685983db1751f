/* Date formats in day.js's tokens, compiled to a program that the runtime only walks.
 *
 * A program is a NUL-terminated string: bytes 0x01 to 0x1e (enum date_token) are tokens, 0x1f makes
 * the next byte literal (for literal control bytes), every other byte is literal. Source:
 * day.js 1.11, its format() with the English locale; `Do`, `X` and `x` are those of its
 * advancedFormat plugin, which PM2 does not load (there they are printed as letters:
 * DATE_FORMAT_PLUGIN). */
#pragma once

#include <stdint.h>

#include "schema/base/arena.h"

#define DATE_TOKENS(X)                                                                             \
    X(YEAR4, "YYYY")                                                                               \
    X(YEAR2, "YY")                                                                                 \
    X(MONTH_NAME, "MMMM")                                                                          \
    X(MONTH_SHORT, "MMM") X(MONTH2, "MM") X(MONTH, "M") X(DAY_ORDINAL, "Do") X(DAY2, "DD")         \
        X(DAY, "D") X(WEEKDAY_NAME, "dddd") X(WEEKDAY_SHORT, "ddd") X(WEEKDAY_MIN, "dd")           \
            X(WEEKDAY, "d") X(HOUR2, "HH") X(HOUR, "H") X(HOUR12_2, "hh") X(HOUR12, "h")           \
                X(MINUTE2, "mm") X(MINUTE, "m") X(SECOND2, "ss") X(SECOND, "s")                    \
                    X(MILLISECOND3, "SSS") X(MERIDIEM_UPPER, "A") X(MERIDIEM_LOWER, "a")           \
                        X(OFFSET_PLAIN, "ZZ") X(OFFSET, "Z") X(EPOCH_S, "X") X(EPOCH_MS, "x")

enum date_token {
    DATE_END = 0,
#define X(name, text) DATE_##name,
    DATE_TOKENS(X)
#undef X
        DATE_TOKEN_COUNT,
    DATE_TOKEN_LAST = 0x1e,
    DATE_LITERAL = 0x1f,
};

/* Broken-down local time; weekday 0 is Sunday, utc_offset_min is positive east of Greenwich. */
struct date_parts {
    int year, month, day, weekday, hour, minute, second, ms;
    int utc_offset_min;
    int64_t epoch_ms;
};

enum date_format_doubt {
    DATE_FORMAT_FINE,
    DATE_FORMAT_HOUR12,          /* h or hh without A or a: 03:00 and 15:00 look the same */
    DATE_FORMAT_MONTH_AS_MINUTE, /* "HH:MM" */
    DATE_FORMAT_MINUTE_AS_MONTH, /* "YYYY-mm" */
    DATE_FORMAT_WEEKDAY_AS_DAY,  /* "MM-dd" */
    DATE_FORMAT_PLUGIN,          /* Do, X, x: PM2 prints them as letters */
    DATE_FORMAT_LETTER,          /* a letter that is no token and is printed as it is */
};

/* The program of any format; never fails. A NUL byte in fmt ends it. */
struct str date_format_compile(struct arena *a, struct str fmt);

/* True where each byte of the program is a known token, an escape with its byte, or a literal. */
bool date_format_is_valid(const char *program);

/* Writes the text to out, cut to cap - 1 bytes and NUL-terminated (cap > 0); returns how many bytes
 * the whole text has. The program must be valid and the parts a real time. */
size_t date_format_write(const char *program, const struct date_parts *parts, char *out,
                         size_t cap);

/* Reads a text that the program wrote at the front of s: how many bytes of it, 0 where it is none.
 * Parts that it does not tell are those of 1970-01-01 00:00; weekdays are not checked. `as_name`:
 * the text is (part of) a file's name, where each '/' was written as '-'. */
size_t date_format_read(const char *program, struct str s, bool as_name, struct date_parts *parts);

/* The first thing in fmt that is probably not meant, and the bytes [*begin, *end) it is about. */
enum date_format_doubt date_format_suspicious(struct str fmt, size_t *begin, size_t *end);

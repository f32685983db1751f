/* Sizes the way PM2 reads max_memory_restart: ^\d+(G|M|K)?$, 1024-based (source: PM2 7, its
 * option schema's "sbyte" type). */
#pragma once

#include <stdint.h>

#include "schema/base/arena.h"

enum size_problem {
    SIZE_FINE,
    SIZE_EMPTY,
    SIZE_BLANK,      /* "300 M" */
    SIZE_FRACTION,   /* "1.5G" */
    SIZE_LONG_UNIT,  /* "300MB", "1GiB" */
    SIZE_LOWER_UNIT, /* "512m" */
    SIZE_OTHER_UNIT, /* "1T", "100B" */
    SIZE_GARBAGE,    /* "lots", "-1", "80%" */
    SIZE_OVERFLOW,   /* more than 2^63 - 1 bytes */
};

/* False for anything but the grammar above and for overflow; *bytes is then untouched. */
bool size_parse(struct str s, int64_t *bytes);

/* What is wrong with s; the first of the list above where several things are. */
enum size_problem size_problem(struct str s);

/* The nearest valid spelling of what s seems to mean ("300MB" -> "300M", "1.5G" -> "1536M"); s
 * itself where it is valid, empty where nothing comes to mind. */
struct str size_suggest(struct arena *a, struct str s);

/* The shortest exact spelling: "1G", "1536M", "1000". */
struct str size_text(struct arena *a, int64_t bytes);

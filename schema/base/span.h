/* Where a fact stands: a source (bytes with a name) and a range of bytes in it. */
#pragma once

#include <stdint.h>

#include "schema/base/arena.h"

struct source {
    struct str name; /* as shown to people: relative to where they stand where possible */
    struct str path; /* absolute and normalised; what the file provider knows it by */
    struct str text;
    const uint32_t *line_at; /* byte offset at which each line begins; [0] == 0 */
    uint32_t n_lines;
    struct source_hidden *hidden; /* what reports must not show; source_hide */
};

/* Half-open range of bytes; src == NULL means "no place". */
struct span {
    const struct source *src;
    uint32_t begin, end;
};

/* 1-based; the column counts characters (code points), as editors do, not bytes. */
struct place {
    uint32_t line, column;
};

/* A source over `text`, which must outlive it; builds the line table. Texts over 4 GiB are cut. */
struct source *source_new(struct arena *a, struct str name, struct str path, struct str text);

struct place source_place(const struct source *src, uint32_t offset);

/* The text of 1-based line `line` without its line end; empty where there is no such line. */
struct str source_line(const struct source *src, uint32_t line);

/* Bytes that no report may show, because they are a secret: an excerpt writes stars for them. */
void source_hide(struct arena *a, struct span span);

/* Is the byte at `offset` hidden? */
bool source_is_hidden(const struct source *src, size_t offset);

static inline struct span span_of(const struct source *src, size_t begin, size_t end) {
    return (struct span){src, (uint32_t)begin, (uint32_t)end};
}

/* The smallest span over both; they must be of one source. */
struct span span_join(struct span a, struct span b);

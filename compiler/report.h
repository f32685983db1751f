/* Formats of a report: one table, one file per writer, all over one struct findings. */
#pragma once

#include "compiler/findings.h"
#include "schema/base/buf.h"

struct json_out;

struct report {
    const struct findings *found;
    enum diag_severity least; /* findings below it are left out */
    bool color;
    struct str root; /* absolute directory that paths for other tools begin at */
};

struct report_format {
    const char *name;
    const char *help; /* a few words */
    void (*write)(const struct report *r, struct buf *out);
};

/* Ended by a row without a name; the first is the default. */
extern const struct report_format report_formats[];

/* NULL where there is none of that name; "text" is the first row's other name. */
const struct report_format *report_format_find(struct str name);

/* "full concise json ...": all names. */
struct str report_format_names(struct arena *a);

/* ---- for the writers ------------------------------------------------------------------------- */

/* Walks what is to be shown: `for (size_t i = 0; (d = report_next(r, &i));)`. */
const struct diag *report_next(const struct report *r, size_t *i);

const struct diag_rule *report_rule(const struct report *r, const struct diag *d);

/* The file as other tools name it: below the root relative to it, else its absolute path; "-" for
 * none. */
struct str report_path(const struct report *r, struct span span);
struct str report_path_of(const struct report *r, struct str absolute);

/* First and last place; a whole file is its first character. */
struct report_region {
    struct place from, to; /* `to` is one past the last character */
};
struct report_region report_region(struct span span);

/* A place of size 0 at the beginning is the file as a whole. */
bool report_is_whole(struct span span);

/* Message, notes and help, a line each. */
struct str report_words(const struct report *r, const struct diag *d);

/* "Found 2 errors and 1 warning (1 suppressed) in 1 file, 6 apps." and a line end. */
void report_summary(const struct report *r, struct buf *out);

/* "1 error", "2 errors". */
void report_count(struct buf *out, size_t n, const char *what);

/* The writers. */
void report_full(const struct report *r, struct buf *out);
void report_lines(const struct report *r, struct buf *out);
void report_json(const struct report *r, struct buf *out);
void report_sarif(const struct report *r, struct buf *out);
void report_github(const struct report *r, struct buf *out);
/* The text as it may stand in a workflow command: in its message, or in one of its properties. */
void report_github_escape(struct buf *out, struct str s, bool is_property);
void report_gitlab(const struct report *r, struct buf *out);
void report_junit(const struct report *r, struct buf *out);
void report_checkstyle(const struct report *r, struct buf *out);
void report_markdown(const struct report *r, struct buf *out);

/* A baseline: findings that were there when lint was introduced. They are kept by fingerprint,
 * which knows no line, with how often each occurs and how severe it was; what is new, more or
 * worse is shown, and what is gone is reported (EC0006), so that the file only shrinks.
 *
 *   {"format_version": "1.0",
 *    "findings": [{"file", "code", "app", "option", "severity", "count", "fingerprint"}]}
 *
 * File names begin at the repository's directory; the list is sorted by file, code, fingerprint. */
#pragma once

#include "compiler/findings.h"
#include "compiler/front/front.h"
#include "schema/base/buf.h"

struct baseline_entry {
    struct str file, code, app, option, fingerprint;
    enum diag_severity severity;
    size_t count, left; /* left: not matched in this run */
    struct span span;   /* of the entry in its file */
};

struct baseline {
    VEC(struct baseline_entry) list;
    const struct source *src; /* NULL: there was no file */
};

/* Reads the file at `path`; a file that is not there is an empty baseline where `may_miss`. 0, or
 * -1 with err: unreadable, or no baseline. */
int baseline_read(struct arena *a, struct files *files, struct str path, struct str cwd,
                  bool may_miss, struct baseline *out, struct err *err);

/* Moves what the baseline knows from the findings' list to `hidden`. */
void baseline_apply(struct baseline *b, struct findings *found);

/* Adds an EC0006 for each entry that nothing matched, of files that were looked at in this run or
 * are not there any more. */
void baseline_stale(const struct baseline *b, struct files *files, struct findings *found);

/* The text of a baseline of all findings from `least` on; entries of `old` about files that were
 * not looked at stay. Returns the number of findings in it. */
size_t baseline_write(const struct baseline *old, const struct findings *found,
                      enum diag_severity least, struct files *files, struct buf *out);

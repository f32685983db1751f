/* Suppressions: comments that keep a finding out of the report, with the reason why.
 *
 *   // ecoc-ignore EC0210: measured, 5 ms is meant     this line; alone on its line, the next one
 *   # ecoc-ignore ms-looks-like-seconds, EC0114: why    two rules, one of them by name
 *   // ecoc-ignore-start EC0405: locked in SQL          up to ecoc-ignore-end, else the text's end
 *   // ecoc-ignore-end EC0405                           without a rule: the last one opened
 *   // ecoc-ignore-file EC0115: read by PM2 only        the whole file
 *   "//ecoc-ignore": "EC0210: measured"                 in JSON: the object that it stands in
 *
 * A suppression without a reason, or of no rule that exists, hides nothing and is a finding
 * (EC0004, EC0005); so is one that had nothing to hide (EC0003). */
#pragma once

#include "compiler/findings.h"

struct suppressed_rule {
    unsigned rule;    /* n_rules of the sink where there is none of that name */
    struct span span; /* of the word */
    bool used;
};

struct suppression {
    struct span span; /* of the comment */
    struct span end;  /* of its ecoc-ignore-end; src NULL where there is none */
    VEC(struct suppressed_rule) rules;
    struct str reason;
    uint32_t from, to;   /* findings that begin in these bytes */
    const char *mistake; /* why it hides nothing; NULL: it does */
    bool is_key;
};

struct suppress_file {
    const struct source *src;
    VEC(struct suppression *) list;
    bool is_partial; /* something about it could not be read: nothing is called unused */
};

struct suppress {
    struct arena *arena;
    VEC(struct suppress_file *) files;
};

void suppress_init(struct suppress *s, struct arena *a);

/* Reads the comments of a source; a second source of the same path is taken for the first. */
struct suppress_file *suppress_read(struct suppress *s, const struct source *src);

/* Moves the findings that a comment hides, at their own place or at a related one, from the sink
 * to `hidden`. Sources that were not read before are read. */
void suppress_apply(struct suppress *s, struct diag_sink *sink, struct findings *found);

/* Adds EC0003, EC0004 and EC0005 for a file. `can_judge` says whether the rule was looked for, so
 * that not having found it means something; NULL: all were. */
void suppress_report(const struct suppress_file *file, struct diag_sink *sink,
                     bool (*can_judge)(const void *context, unsigned rule), const void *context);

/* The rule that was probably meant, by name or code; empty where none is near. */
struct str suppress_nearest_rule(struct str word);

/* Diagnostics: what we have to say about the user's files.
 *
 * A diagnostic names a rule of a catalogue (the catalogue itself is lint/rules.def; this file
 * does not know it), one primary span, any number of related spans, notes, and one next step. A
 * pass adds to a sink and goes on; only a report prints. House rules for the words: the subject
 * is the option or the line, never "you"; the first sentence says what happens at run time; one
 * next step. */
#pragma once

#include "schema/base/span.h"

enum diag_severity { DIAG_HINT, DIAG_INFO, DIAG_WARNING, DIAG_ERROR };
enum diag_confidence { DIAG_LOW, DIAG_MEDIUM, DIAG_HIGH };

/* Whether the text can be changed so that the finding goes. Safe: the file then means what it
 * meant, or, where nothing took it as it stands, the one thing that it can mean. */
enum diag_fix { DIAG_FIX_NONE, DIAG_FIX_SAFE, DIAG_FIX_UNSAFE };

/* One row of the catalogue. */
struct diag_rule {
    const char *code; /* "EC0101" */
    const char *name; /* "unknown-option" */
    enum diag_severity severity;
    enum diag_confidence confidence;
    const char *title;      /* one line */
    const char *explain;    /* a paragraph: what happens, why, what to do */
    const char *bad, *good; /* examples, NULL where there is none */
    const char *needs; /* codes whose finding on the same app mutes this rule, blank-separated */
    enum diag_fix fix; /* the best fix that a finding of it may carry */
};

struct diag_related {
    struct span span;
    struct str message;
};

/* The bytes of `span` replaced by `text`. */
struct diag_edit {
    struct span span;
    struct str text;
};

struct diag {
    unsigned rule; /* index into the sink's catalogue */
    enum diag_severity severity;
    struct span span;
    struct str message; /* one sentence, no full stop, no newline */
    struct str label;   /* stands beside the caret; may be empty */
    struct str help;    /* the next step; may be empty */
    struct str app;     /* the app it is about, empty for the file */
    struct str option;  /* option path: "instances", "http.port", empty */
    struct str profile; /* "production" where it is about one profile only */
    struct str token;   /* what the fingerprint hashes besides rule, app and option; never a line */
    VEC(struct diag_related) related;
    VEC(struct str) notes;
    enum diag_fix fix; /* of all edits together, which are made together or not at all */
    VEC(struct diag_edit) edits;
};

struct diag_sink {
    struct arena *arena;
    const struct diag_rule *rules;
    size_t n_rules;
    VEC(struct diag *) list;
    size_t count[DIAG_ERROR + 1]; /* by severity; kept true by diag_add, diag_severity_set */
    struct str
        root; /* absolute; fingerprints name files as seen from here. Empty: by their names */
};

void diag_sink_init(struct diag_sink *sink, struct arena *arena, const struct diag_rule *rules,
                    size_t n_rules);

/* Adds a finding of the rule at its own severity. The result may be decorated by the calls below
 * and lives as long as the sink's arena. */
struct diag *diag_add(struct diag_sink *sink, unsigned rule, struct span span, const char *fmt, ...)
    ATTR_PRINTF(4, 5);

void diag_severity_set(struct diag_sink *sink, struct diag *d, enum diag_severity severity);
void diag_about(struct diag *d, struct str app, struct str option);
void diag_label(struct diag_sink *sink, struct diag *d, const char *fmt, ...) ATTR_PRINTF(3, 4);
void diag_help(struct diag_sink *sink, struct diag *d, const char *fmt, ...) ATTR_PRINTF(3, 4);
void diag_note(struct diag_sink *sink, struct diag *d, const char *fmt, ...) ATTR_PRINTF(3, 4);
void diag_relate(struct diag_sink *sink, struct diag *d, struct span span, const char *fmt, ...)
    ATTR_PRINTF(4, 5);

/* Adds an edit to the finding's fix; a fix with an unsafe part is unsafe. */
void diag_fix(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
              struct str text);

/* True where a finding of the rule about this app (or, app empty, about anything) is in the
 * sink. */
bool diag_has(const struct diag_sink *sink, unsigned rule, struct str app);

/* Order: file, place, code, message. */
void diag_sort(struct diag_sink *sink);

/* Removes list.at[i]; it is in no count any more. */
void diag_drop(struct diag_sink *sink, size_t i);

/* Final order, as diag_sort; drops exact repeats and findings muted by `needs`. */
void diag_settle(struct diag_sink *sink);

/* 16 hex digits of hash(code, app, option, token); stable under moved lines. */
struct str diag_fingerprint(const struct diag_sink *sink, const struct diag *d);

/* "error", "warning", "info", "hint"; "high", "medium", "low". */
const char *diag_severity_name(enum diag_severity s);
const char *diag_confidence_name(enum diag_confidence c);

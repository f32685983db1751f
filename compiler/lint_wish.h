/* What a call of ecoc lint asks for. */
#pragma once

#include "compiler/output.h"

extern const struct flag lint_flags[];

enum lint_since { SINCE_NOTHING, SINCE_REVISION, SINCE_FORK_POINT, SINCE_STAGED };

struct lint_wish {
    struct outputs outputs;
    enum diag_severity least;
    enum diag_confidence min_confidence;
    enum front_mode mode;
    int target;           /* enum lint_target; -1: as the settings say */
    int fail_on;          /* a severity; -1 likewise */
    int64_t max_warnings; /* -1 likewise */
    enum lint_since since;
    const char *rev;        /* of SINCE_REVISION, SINCE_FORK_POINT */
    const char *config;     /* --config FILE; NULL: looked for */
    const char *baseline;   /* --baseline FILE; NULL: the default where it exists */
    const char *stdin_name; /* of the word "-"; NULL: not given */
    bool is_isolated, update_baseline;
    bool fix, unsafe_fixes, diff; /* diff: show the fixes, write nothing */
    bool reads_stdin;
};

/* EXIT_CLEAN, or EXIT_USAGE after the reason was printed. */
int lint_wish_take(struct args *args, struct lint_wish *wish);

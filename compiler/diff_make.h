/* From two sides to what is printed: load, compare per profile, find, report. */
#pragma once

#include "compiler/diff_sides.h"
#include "compiler/diff_value.h"

struct diff_wish {
    const struct diff_target *target;
    bool is_target_given; /* else `target` of .ecoc.yaml has a say */
    const struct diff_format *format;
    struct diff_secrets secrets; /* its names come from the settings */
    bool all_profiles, with_findings, only_commands;
    bool is_external;  /* git's diff driver: what is required comes from the work tree */
    bool only_changes; /* nothing is printed where there is nothing to say */
};

struct diff_outcome {
    bool does_something; /* an action other than the target's first */
    bool is_denied;      /* by a policy */
};

/* Compares the sides (diff_sides_file was called) and prints. The outcome is added to. EXIT_CLEAN,
 * or an exit code after the reason was printed. */
int diff_make(struct diff_sides *s, struct diff_wish *wish, struct diff_outcome *outcome);

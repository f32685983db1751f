/* The policies that hold for a call of ecoc diff: those of .ecoc.yaml, and --fail-on's. */
#pragma once

#include "compiler/cmd.h"
#include "compiler/settings.h"

struct policy_gate {
    VEC(struct policy) policies;
    struct str commit_message; /* the caller's, of the newer side where it is a commit */
    bool needs_findings, has_trailers;
};

/* Takes the policies of the settings and the flag --fail-on. EXIT_CLEAN, or EXIT_USAGE after what is
 * wrong was printed. */
int policy_gate_open(struct args *args, const struct settings *settings, struct policy_gate *gate);

/* Adds what is denied to the page. `findings`: all of the newer side, NULL where nobody looked. */
void policy_gate_check(struct arena *a, const struct policy_gate *gate,
                       const struct diag_sink *findings, struct diff_page *page);

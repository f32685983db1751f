/* The policies that hold for a call of ecoc diff: those of .ecoc.yaml, and --fail-on's. */
#pragma once

#include "compiler/cmd.h"
#include "compiler/settings.h"

struct policy_gate {
    struct settings_store store;
    VEC(struct policy) policies;
};

/* Reads the settings that hold for the configuration at `path` (absolute) on the newer side (`files`, NULL: the work
 * tree), and the flag --fail-on. EXIT_CLEAN, or EXIT_USAGE after what is wrong was printed. */
int policy_gate_open(struct args *args, struct files *files, struct str path,
                     struct policy_gate *gate);

/* Adds what is denied to the page. `findings` and `commit_message` as in struct policy_input. */
void policy_gate_check(struct arena *a, const struct policy_gate *gate,
                       const struct diag_sink *findings, struct str commit_message,
                       struct diff_page *page);

/* A plan from whatever the user named: a plan file, or a configuration compiled on the spot. */
#pragma once

#include "compiler/cmd.h"
#include "schema/plan/plan.h"

struct load_input {
    const char *file;    /* NULL: pipeline_default */
    const char *profile; /* NULL: none */
    const char *only;    /* "a,b"; NULL: all */
    struct files *files; /* NULL: the work tree */
    bool allow_plan;     /* may the file be a plan? */
    const char
        *older; /* what the side is called: errors that do not stop it are counted, not shown */
    bool only_may_miss; /* names of `only` that it does not have are no error: the other side may */
    bool must_be_clean; /* errors, unknown names and profiles refuse; else make what can be made */
};

struct loaded {
    struct str image;
    struct plan plan;
    struct pipeline pipeline; /* of a configuration; pipeline.model is NULL for a plan file */
    struct str file;          /* as named */
};

/* EXIT_CLEAN, or an exit code after everything that is wrong was printed to stderr. */
int load_plan(struct args *args, const struct load_input *in, struct loaded *out);

/* The names of "a,b". */
size_t load_names(struct arena *a, const char *only, const struct str **names);

/* Encodes what load_plan has evaluated once more, for in->profile: `out` is a copy of what that
 * filled. As load_plan. */
int load_encode(struct args *args, const struct load_input *in, struct loaded *out);

/* Prints the errors of the sink to stderr, settled. */
void load_print_errors(struct args *args, struct diag_sink *sink);

/* Applies the --hermetic, --env-file and --define flags of the call; concrete mode. EXIT_CLEAN, or
 * an exit code after the reason was printed. */
int load_environment(struct args *args, struct pipeline *p);

/* Applies the --allow-read flags of the call, in either mode. As above. */
int load_reads(struct args *args, struct pipeline *p);

/* With --hermetic, after the run: EXIT_CLEAN where every variable that the configuration needs is
 * declared, else EXIT_USAGE after all others were named with the place that reads them first. */
int load_check_declared(struct pipeline *p);

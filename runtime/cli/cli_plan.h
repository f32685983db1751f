/* From what stands on the command line to a plan and what goes with it.
 *
 * A file that begins as a plan does is one. A configuration (.js .cjs .mjs .json .yaml .yml) is
 * built first, by the ecoc beside ecort, else by the one of the PATH.
 *
 * What the plan takes from the environment comes from our environment, else from the files of
 * --env-file, the last one first. Processes inherit our environment, not those files. */
#pragma once

#include "runtime/cli/cli.h"
#include "runtime/plan_file.h"

#define CLI_RELOAD_FLAGS (1u << CLI_PARALLEL | 1u << CLI_UNCONFIRMED)
#define CLI_APPLY_FLAGS                                                                            \
    (1u << CLI_JSON | 1u << CLI_ROOT | 1u << CLI_PROFILE | 1u << CLI_ONLY | 1u << CLI_ENV_FILE |   \
     1u << CLI_KEEP | 1u << CLI_TAKE | 1u << CLI_DRY_RUN | CLI_RELOAD_FLAGS)

struct cli_plan {
    struct plan_file file;
    struct buf environ, late; /* NAME=value, each with a NUL */
    const char **env_files;   /* absolute */
    unsigned n_env_files;
};

/* Whether the word is the name of a configuration (there or not) or of a plan. */
bool cli_plan_is_file(const char *word);

/* CLI_OK, or an exit code after the trouble has been told; to be given to cli_plan_done either
 * way. */
int cli_plan_load(struct cli *cli, const char *word, struct cli_plan *plan);
void cli_plan_done(struct cli_plan *plan);

/* Whether the command replaces one by one what it replaces. */
bool cli_rolls(const struct cli *cli);
/* The request that applies it, for restart and reload with what need not change; it points into the plan. */
struct ctl_request cli_plan_request(struct cli *cli, const struct cli_plan *plan);

/* Applies the plan or configuration and prints what comes of it; starts a supervisor in the background
 * where none runs (cmd_apply.c). */
int cli_apply_file(struct cli *cli, const char *word);
/* Sends a request that is answered as an apply is, and prints the answer. */
int cli_apply_send(struct cli *cli, const struct ctl_request *request);
/* What CLI_RELOAD_FLAGS say. CLI_OK, or an exit code after the trouble has been told. */
int cli_take_parallel(const struct cli *cli, struct ctl_request *request);

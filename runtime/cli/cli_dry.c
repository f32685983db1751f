/* The supervisor's own planner, over a supervisor that has nothing. */
#include "runtime/cli/cli_dry.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "runtime/apply.h"
#include "runtime/cli/cli_supervise.h"
#include "runtime/home.h"
#include "runtime/late.h"

static int tell(const struct cli *cli, enum cli_exit code, const struct err *err,
                const struct buf *details) {
    struct str rest = {details->p, details->n};
    (void)cli_fail(cli, code, "%s", err->msg);
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        say_trouble(&cli->say, "  %.*s", (int)n, rest.p);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    return code;
}

/* Resolved as the supervisor would. */
static int load(struct cli *cli, const struct cli_plan *plan, struct generation **gen) {
    struct err err = {0};
    struct buf details = {0};
    char **late = late_split(&cli->arena, (struct str){plan->late.p, plan->late.n});
    struct gen_source source = {.image = plan->file.bytes,
                                .root = plan->file.root,
                                .environ = cli->environ,
                                .late = late,
                                .files = plan->env_files,
                                .n_files = plan->n_env_files};
    if (!late)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    struct gen_world world = cli_world(cli);
    int rc = (int)gen_new(gen, &source, &world, &details, &err);
    if (rc != CLI_OK)
        rc = tell(cli, (enum cli_exit)rc, &err, &details);
    buf_done(&details);
    return rc;
}

/* A supervisor that is gone may have left processes which have the addresses: the next one takes
 * them from there. */
static bool may_have_relics(struct cli *cli) {
    struct err err;
    char path[PATH_MAX];
    const char *home = home_find(&cli->arena, cli->environ, &err);
    (void)snprintf(path, sizeof path, "%s/state", home ? home : "");
    return access(path, F_OK) == 0;
}

static int compare(struct cli *cli, const struct cli_plan *plan, struct apply *apply,
                   struct json_in **reply) {
    struct ctl_request request = cli_plan_request(cli, plan);
    struct buf text = {0};
    struct err err = {0};
    int rc = apply_plan(apply, &request.targets, &err);
    if (rc == 0 && !may_have_relics(cli))
        rc = apply_take_sockets(apply, &err);
    if (rc == 0) {
        apply_show_result(apply, &text);
        rc = text.failed ? err_set(&err, "out of memory")
                         : json_in_parse((struct str){text.p, text.n}, reply, &err);
    }
    buf_done(&text);
    apply_plan_release(apply);
    return rc < 0 ? cli_fail(cli, CLI_FAILED, "%s", err.msg) : CLI_OK;
}

int cli_dry_run(struct cli *cli, const struct cli_plan *plan, struct json_in **reply) {
    struct apply apply = {.dry_run = true};
    int rc = load(cli, plan, &apply.gen);
    if (rc != CLI_OK)
        return rc;
    apply.sup = calloc(1, sizeof *apply.sup);
    arena_init_may_fail(&apply.arena, 0);
    rc = apply.sup ? compare(cli, plan, &apply, reply) : cli_fail(cli, CLI_FAILED, "out of memory");
    arena_done(&apply.arena);
    free(apply.sup);
    gen_drop(apply.gen);
    return rc;
}

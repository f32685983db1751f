/* ecort run: the supervisor in the foreground. */
#include <fcntl.h>

#include "runtime/cli/cli_supervise.h"
#include "runtime/home.h"
#include "runtime/os/daemon.h"
#include "runtime/plan_file.h"

/* Lines of `details` to stderr, indented under the message. */
static void print_details(const struct cli *cli, struct buf *details) {
    struct str rest = {details->p, details->n};
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        say_trouble(&cli->say, "  %.*s", (int)n, rest.p);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
}

static int load(struct cli *cli, struct generation **gen) {
    struct gen_world world = cli_world(cli);
    struct buf details = {0};
    struct err err = {0};
    struct plan_file file;
    struct arena arena;
    arena_init_may_fail(&arena, 0);
    int rc = (int)plan_file_read(cli->words[0], cli_value(cli, CLI_ROOT), &arena, &file, &err);
    if (rc == CLI_OK) {
        struct gen_source source = {
            .image = file.bytes, .root = file.root, .environ = cli->environ, .late = cli->environ};
        rc = (int)gen_new(gen, &source, &world, &details, &err);
        if (rc == CLI_INPUT)
            (void)err_wrap(&err, "%s", cli->words[0]);
    }
    arena_done(&arena);
    if (rc != CLI_OK) {
        (void)cli_fail(cli, (enum cli_exit)rc, "%s", err.msg);
        print_details(cli, &details);
    }
    buf_done(&details);
    return rc;
}

static int run(struct cli *cli) {
    struct err err = {0};
    int report_fd = -1;
    if (cli_value(cli, CLI_BACKGROUND)) { /* cli_ensure_supervisor has made us */
        report_fd = cli->again_fd >= 0 ? -1 : OS_DAEMON_REPORT_FD;
        if (report_fd >= 0)
            (void)fcntl(report_fd, F_SETFD, FD_CLOEXEC);
        cli->say = (struct say){.has_stamp = true};
    }
    cli->say.is_json = cli->json;
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    if (cli->n_words && cli_value(cli, CLI_RESURRECT))
        return cli_fail(cli, CLI_USAGE, "--resurrect goes without a plan");
    return cli_supervise(cli, home, load, report_fd);
}

const struct cli_command cli_run = {
    .name = "run",
    .arguments = "[PLAN] [--root DIR] [--resurrect] [--json]",
    .summary = "Supervises in the foreground until SIGTERM or SIGINT.",
    .details =
        "Starts every app of the plan, keeps it running by its restart policy, writes its "
        "logs, and\n"
        "answers the other commands meanwhile; without a plan it waits for ecort apply. "
        "Variables that the\n"
        "plan takes from the environment are looked up now; missing ones are listed and "
        "nothing starts.\n"
        "SIGTERM, SIGINT: stops everything, exits 0; a second one kills at once.\n"
        "SIGUSR2, SIGHUP: opens the log files anew. Under systemd it says when it is ready "
        "(Type=notify) and\n"
        "keeps the watchdog quiet.\n"
        "--json: what it has to say as JSON, a line each: {at, level, message}; at in ms since "
        "1970.\n\n"
        "  ecort run plan.bin\n"
        "  ecort run plan.bin --root /srv/app\n"
        "  ECORT_HOME=/run/my-apps ecort run plan.bin\n",
    .flags = 1u << CLI_JSON | 1u << CLI_ROOT | 1u << CLI_RESURRECT | 1u << CLI_BACKGROUND,
    .max_words = 1,
    .run = run,
};

/* ecort run: the supervisor in the foreground. */
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "runtime/cli/cli.h"
#include "runtime/ctl/socket.h"
#include "runtime/home.h"
#include "runtime/sup.h"
#include "runtime/text.h"

static unsigned count_cpus(void) {
    long n = sysconf(_SC_NPROCESSORS_ONLN);
    return n > 0 ? (unsigned)n : 1;
}

/* Lines of `details` to stderr, indented under the message. */
static void print_details(const struct cli *cli, struct buf *details) {
    struct str rest = {details->p, details->n};
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        say_trouble(&cli->say, "  %.*s", (int)n, rest.p);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
}

static int load(struct cli *cli, const char *home, struct generation *gen) {
    struct gen_world world = {.environ = cli->environ,
                              .user_home = text_getenv(cli->environ, "HOME"),
                              .home = home,
                              .n_cpus = count_cpus()};
    struct buf details = {0};
    struct err err = {0};
    enum gen_result result =
        gen_load(gen, cli->words[0], cli_value(cli, CLI_ROOT), &world, &details, &err);
    if (result != GEN_OK) {
        (void)cli_fail(cli, (enum cli_exit)result, "%s", err.msg);
        print_details(cli, &details);
    }
    buf_done(&details);
    return (enum cli_exit)result;
}

/* What this version does otherwise than the plan may lead to expect. */
static void say_notices(const struct cli *cli, const struct generation *gen) {
    struct buf ignored = {0};
    gen_list_ignored(gen, &ignored);
    struct str rest = {ignored.p, ignored.n};
    while (rest.n) {
        size_t n = str_index(rest, '\n');
        say_line(&cli->say, SAY_DIM, "not acted on by this version: %.*s", (int)n, rest.p);
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    buf_done(&ignored);
    for (unsigned i = 0; i < gen->n_apps; i++)
        if (gen->apps[i].is_cluster && gen->apps[i].n_instances > 1)
            say_line(&cli->say, SAY_DIM,
                     "cluster mode is not in this version: the %u instances of %s do not share "
                     "their port",
                     gen->apps[i].n_instances, gen->apps[i].name);
}

static int supervise(struct cli *cli, const char *home, struct generation *gen, int listen_fd) {
    struct sup *sup = calloc(1, sizeof *sup);
    struct err err = {0};
    if (!sup)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    sup->home = home;
    sup->environ = cli->environ;
    sup->say = cli->say;
    say_line(&cli->say, SAY_PLAIN, "root %s", gen->root);
    say_line(&cli->say, SAY_PLAIN, "home %s", home);
    say_notices(cli, gen);
    int rc = sup_init(sup, gen, &err);
    if (rc == 0)
        rc = sup_run(sup, listen_fd, &err);
    if (rc < 0)
        return cli_fail(cli, CLI_FAILED, "%s", err.msg); /* the process ends with it */
    say_line(&cli->say, SAY_PLAIN, "all stopped");
    sup_done(sup);
    free(sup);
    return CLI_OK;
}

static int run(struct cli *cli) {
    struct err err = {0};
    struct generation gen;
    int lock_fd, listen_fd;
    /* A supervisor lives long and small: give memory back early. */
    (void)mallopt(M_TRIM_THRESHOLD, 64 * 1024);
    (void)mallopt(M_ARENA_MAX, 1);
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    int rc = load(cli, home, &gen);
    if (rc != CLI_OK)
        return rc;
    if (home_take(home, &lock_fd, &err) < 0) {
        rc = cli_fail(cli, CLI_USAGE, "%s", err.msg);
    } else {
        if (ctl_socket_listen(home, &listen_fd, &err) < 0)
            rc = cli_fail(cli, CLI_USAGE, "%s", err.msg);
        else
            rc = supervise(cli, home, &gen, listen_fd);
        (void)close(lock_fd);
    }
    gen_done(&gen);
    return rc;
}

const struct cli_command cli_run = {
    .name = "run",
    .arguments = "PLAN [--root DIR]",
    .summary = "Runs a plan in the foreground until SIGTERM or SIGINT.",
    .details = "Starts every app of the plan, keeps it running by its restart policy, writes its "
               "logs, and\n"
               "answers ecort list, show, start, stop and restart meanwhile. Variables that the "
               "plan takes from\n"
               "the environment are looked up now; missing ones are listed and nothing starts.\n"
               "SIGTERM, SIGINT: stops everything, exits 0; a second one kills at once.\n"
               "SIGUSR2, SIGHUP: opens the log files anew.\n\n"
               "  ecort run plan.bin\n"
               "  ecort run plan.bin --root /srv/app\n"
               "  ECORT_HOME=/run/my-apps ecort run plan.bin\n",
    .flags = 1u << CLI_ROOT,
    .min_words = 1,
    .max_words = 1,
    .run = run,
};

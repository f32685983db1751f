/* ecort logs: history from the files, then live from the supervisor. */
#include <inttypes.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <unistd.h>

#include "runtime/cli/cli_logs.h"
#include "runtime/ctl/client.h"
#include "runtime/home.h"
#include "schema/unit/date_format.h"

enum { LINES = 15, LINES_MOST = 1000000 };

/* ---- live ------------------------------------------------------------------------------------ */

static bool on_progress(void *ctx, const struct json_in *what, bool is_more) {
    struct cli_logs *l = ctx;
    const struct json_in *dropped = json_in_get(what, "dropped");
    if (!l->has_begun)
        return cli_logs_begin(l, json_in_get(what, "streams"));
    if (dropped) {
        cli_logs_flush(l);
        say_trouble(&l->cli->say,
                    "%" PRId64 " lines were not shown: they came faster than they are read here",
                    json_in_int(dropped));
    } else {
        cli_logs_line(l, what);
    }
    if (!is_more)
        cli_logs_flush(l);
    return l->rc == CLI_OK;
}

/* Follows one supervisor as long as it lives. */
static enum ctl_answer follow_one(struct cli_logs *l, const char *home, struct err *err) {
    struct cli *cli = l->cli;
    struct json_in *reply;
    const struct ctl_request request = {.command = CTL_FOLLOW,
                                        .targets = {cli->words, cli->n_words}};
    const struct ctl_follower follower = {on_progress, l, STDOUT_FILENO};
    enum ctl_answer answer = ctl_follow(home, &request, &follower, &reply, err);
    cli_logs_flush(l);
    if (answer == CTL_ANSWER && reply) {
        struct str error = json_in_str(json_in_get(reply, "error"));
        l->rc = cli_fail(cli, CLI_FAILED, "%.*s", STR_ARG(error));
        json_in_free(reply);
    }
    return answer;
}

/* Another one takes over where that one was killed, or updated. */
static enum ctl_answer wait_for_next(struct cli_logs *l, const char *home, struct err *err) {
    pid_t pid;
    l->turn.is_known = l->has_begun = false;
    l->goes_on = true;
    enum ctl_answer answer = ctl_wait(home, CTL_PATIENCE_MS, &pid, err);
    if (answer == CTL_ANSWER)
        say_trouble(&l->cli->say, "the supervisor was replaced; going on with the next, pid %d",
                    (int)pid);
    else if (answer == CTL_NO_SUPERVISOR)
        say_trouble(&l->cli->say, "the supervisor has ended");
    return answer;
}

static int follow(struct cli_logs *l) {
    struct cli *cli = l->cli;
    struct err err = {0};
    struct rlimit nofile; /* a descriptor for each log file */
    const char *home = home_find(&cli->arena, cli->environ, &err);
    if (!home)
        return cli_fail(cli, CLI_USAGE, "%s", err.msg);
    if (getrlimit(RLIMIT_NOFILE, &nofile) == 0 && nofile.rlim_cur < nofile.rlim_max) {
        nofile.rlim_cur = nofile.rlim_max;
        (void)setrlimit(RLIMIT_NOFILE, &nofile);
    }
    l->is_live = true;
    enum ctl_answer answer = follow_one(l, home, &err);
    if (answer == CTL_NO_SUPERVISOR)
        return cli_no_supervisor(cli, home);
    while ((answer == CTL_LOST || answer == CTL_UNASKED) && l->rc == CLI_OK) {
        answer = wait_for_next(l, home, &err);
        if (answer == CTL_ANSWER)
            answer = follow_one(l, home, &err);
    }
    bool is_over = answer == CTL_ANSWER || answer == CTL_NO_SUPERVISOR;
    return is_over ? l->rc : cli_fail(cli, CLI_FAILED, "%s", err.msg);
}

static int show_history(struct cli_logs *l) {
    struct json_in *reply;
    int rc = cli_ask(l->cli, CTL_LOGS, &reply);
    if (rc != CLI_OK)
        return rc;
    (void)cli_logs_begin(l, json_in_get(reply, "streams"));
    json_in_free(reply);
    return l->rc;
}

/* ---- the command ----------------------------------------------------------------------------- */

static int take_flags(struct cli_logs *l) {
    struct cli *cli = l->cli;
    const char *lines = cli_value(cli, CLI_LINES), *stamp = cli_value(cli, CLI_TIMESTAMP);
    bool only_out = cli_value(cli, CLI_OUT), only_err = cli_value(cli, CLI_ERR);
    char *end = NULL;
    unsigned long n = lines ? strtoul(lines, &end, 10) : LINES;
    if (lines && (lines[0] < '0' || lines[0] > '9' || *end || n > LINES_MOST))
        return cli_fail(cli, CLI_USAGE, "--lines takes a number from 0 to %d, not \"%s\"",
                        LINES_MOST, lines);
    l->lines = n;
    l->wants_out = only_out || !only_err;
    l->wants_err = only_err || !only_out;
    if (stamp)
        l->stamp =
            date_format_compile(&cli->arena, str_of(*stamp ? stamp : "YYYY-MM-DD-HH:mm:ss")).p;
    return CLI_OK;
}

static int run(struct cli *cli) {
    struct cli_logs l = {.cli = cli};
    int rc = take_flags(&l);
    if (rc == CLI_OK)
        rc = cli_value(cli, CLI_NOSTREAM) ? show_history(&l) : follow(&l);
    buf_done(&l.out);
    log_clock_done(&l.clock);
    return rc;
}

const struct cli_command cli_logs = {
    .name = "logs",
    .aliases = "log",
    .arguments = "[NAME...] [FLAGS]",
    .summary = "Shows the last lines of logs, then each new one as it comes.",
    .details =
        "Of the apps, namespaces or ids named, or of all. The last lines are those of each log, "
        "rotated files\n"
        "included, in the order of their stamps; without stamps, log by log. New lines come from "
        "the\n"
        "supervisor, so rotation, /dev/null and NULL do not matter. A reader that is too slow is "
        "told how many\n"
        "lines it missed; nobody waits for it.\n"
        "Where the supervisor is killed or updated it goes on with the next one, without a gap: "
        "what "
        "came meanwhile\n"
        "is read from the files (what goes to none is not shown, and that is said).\n"
        "--json prints objects with message timestamp type process_id app_name. Without the "
        "supervisor there is no\n"
        "telling where logs are.\n\n"
        "  ecort logs\n"
        "  ecort logs api-gateway --lines 100 --err\n"
        "  ecort logs all --nostream --json\n"
        "  ecort logs 3 --timestamp=HH:mm:ss.SSS\n",
    .flags = 1u << CLI_JSON | 1u << CLI_LINES | 1u << CLI_OUT | 1u << CLI_ERR | 1u << CLI_RAW |
             1u << CLI_FORMAT | 1u << CLI_TIMESTAMP | 1u << CLI_NOSTREAM,
    .max_words = 1024,
    .run = run,
};

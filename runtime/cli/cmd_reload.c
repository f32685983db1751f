/* ecort reload, restart: what runs, by name; a plan or a configuration, which is applied with it; and
 * by name with another profile, for which the configuration that it came from is built again. */
#include "runtime/cli/cli_plan.h"

enum { NAME_FLAGS = 1u << CLI_JSON | 1u << CLI_ROLLING | CLI_RELOAD_FLAGS };
enum { PROFILE_FLAGS = NAME_FLAGS | 1u << CLI_PROFILE | 1u << CLI_ENV_FILE | 1u << CLI_DRY_RUN };

static int no_file(const struct cli *cli) {
    return cli_fail(cli, CLI_USAGE,
                    "%s takes one plan or configuration at a time, and no names with it",
                    cli->command->name);
}

/* ---- with another profile -------------------------------------------------------------------- */

/* The file that all of them came from; NULL after the trouble has been told. */
static const char *find_configuration(struct cli *cli, const struct json_in *list) {
    struct str first = json_in_str(json_in_get(json_in_at(list, 0), "configuration"));
    for (size_t i = 1; i < json_in_count(list); i++) {
        struct str other = json_in_str(json_in_get(json_in_at(list, i), "configuration"));
        if (!str_eq(first, other)) {
            (void)cli_fail(cli, CLI_USAGE,
                           "they are of several configurations, %.*s and %.*s: one at a time",
                           STR_ARG(first), STR_ARG(other));
            return NULL;
        }
    }
    return arena_cstr(&cli->arena, first);
}

/* As if --only had been given with each name. */
static int add_only(struct cli *cli, const struct json_in *list) {
    size_t n = json_in_count(list);
    struct cli_given *given = arena_array(&cli->arena, struct cli_given, cli->n_given + n);
    if (!given)
        return cli_fail(cli, CLI_FAILED, "out of memory");
    for (unsigned i = 0; i < cli->n_given; i++)
        given[i] = cli->given[i];
    for (size_t i = 0; i < n; i++) {
        struct str name = json_in_str(json_in_get(json_in_at(list, i), "name"));
        const char *word = arena_cstr(&cli->arena, name);
        given[cli->n_given++] = (struct cli_given){CLI_ONLY, word ? word : ""};
    }
    cli->given = given;
    return CLI_OK;
}

static int with_profile(struct cli *cli) {
    struct json_in *reply;
    int rc = cli_ask(cli, CTL_SHOW, &reply);
    if (rc != CLI_OK)
        return rc;
    const struct json_in *list = json_in_get(reply, "list");
    const char *file = find_configuration(cli, list);
    rc = file ? add_only(cli, list) : CLI_USAGE;
    json_in_free(reply);
    return rc == CLI_OK ? cli_apply_file(cli, file) : rc;
}

/* ---- both ------------------------------------------------------------------------------------ */

static int roll(struct cli *cli) {
    struct ctl_request request = {.command = CTL_RELOAD, .targets = {cli->words, cli->n_words}};
    int rc = cli_take_parallel(cli, &request);
    return rc == CLI_OK ? cli_apply_send(cli, &request) : rc;
}

static int restart(struct cli *cli) {
    struct ctl_request request = {.command = CTL_RESTART, .targets = {cli->words, cli->n_words}};
    return cli_steer(cli, &request, "restarted");
}

static bool is_about_file(const struct cli *cli) {
    bool any = false;
    for (unsigned i = 0; i < cli->n_words; i++)
        any = any || cli_plan_is_file(cli->words[i]);
    return any;
}

static int run(struct cli *cli) {
    bool rolls = cli_rolls(cli), has_profile = cli_value(cli, CLI_PROFILE);
    if (!rolls && (cli_value(cli, CLI_PARALLEL) || cli_value(cli, CLI_UNCONFIRMED)))
        return cli_fail(cli, CLI_USAGE, "--parallel and --allow-unconfirmed go with --rolling");
    if (is_about_file(cli))
        return cli->n_words > 1 ? no_file(cli) : cli_apply_file(cli, cli->words[0]);
    int rc = cli_only_flags(cli, has_profile ? PROFILE_FLAGS : NAME_FLAGS);
    if (rc != CLI_OK)
        return rc;
    return has_profile ? with_profile(cli) : rolls ? roll(cli) : restart(cli);
}

#define FILES                                                                                      \
    "A plan or a configuration is applied (ecort apply), and what needs no change is replaced, "   \
    "too: a changed\nprogram is taken up. NAME with --env takes another profile from the "         \
    "configuration it came from.\n"

const struct cli_command cli_restart = {
    .name = "restart",
    .aliases = "startOrRestart",
    .arguments = "NAME...|PLAN|CONFIG [FLAGS]",
    .summary = "Stops apps and starts them again; starts those that do not run.",
    .details = "Returns when the new process runs, or says why it does not. --rolling does what "
               "ecort reload does.\n" FILES CLI_TARGETS "  ecort restart api-gateway\n"
               "  ecort restart api-gateway --env production\n"
               "  ecort restart all --json\n",
    .flags = CLI_APPLY_FLAGS | 1u << CLI_ROLLING,
    .min_words = 1,
    .max_words = 1024,
    .run = run,
};

const struct cli_command cli_reload = {
    .name = "reload",
    .aliases = "startOrReload startOrGracefulReload gracefulReload",
    .arguments = "NAME...|PLAN|CONFIG [FLAGS]",
    .summary = "Replaces processes one by one, without an outage.",
    .details =
        "A new process is started beside the old one; when it is ready and has run for min_uptime, "
        "it takes the\n"
        "place and the old one drains: kill_signal, and SIGKILL after kill_timeout. Then the next. "
        "Where a new\n"
        "one does not come up, nothing more is replaced, the old ones serve on, its last lines are "
        "shown and the\n"
        "exit code is 1. That needs processes that share their sockets: exec_mode cluster, or "
        "listen. Others are\n"
        "restarted, one after the other, which is an outage; the command says so. By name, the "
        "new processes are\n"
        "of the version that runs.\n" FILES CLI_TARGETS "  ecort reload api-gateway\n"
        "  ecort reload ecosystem.config.js --env production\n"
        "  ecort reload all --parallel 2\n",
    .flags = CLI_APPLY_FLAGS,
    .min_words = 1,
    .max_words = 1024,
    .run = run,
};

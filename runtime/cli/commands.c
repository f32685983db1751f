/* The table of commands, and the two that only talk about it. */
#include "runtime/cli/cli.h"
#include "schema/base/json_out.h"

static int run_version(struct cli *cli) {
    struct buf text = {0};
    if (cli->json)
        buf_fmt(&text, "{ \"version\": \"" ECOC_VERSION "\", \"protocol\": %d }\n", CTL_VERSION);
    else
        buf_z(&text, "ecort " ECOC_VERSION "\n");
    return cli_out(cli, &text);
}

const struct cli_command cli_version = {
    .name = "version",
    .arguments = "[--json]",
    .summary = "Prints the version.",
    .details = "--json prints {version, protocol}, the protocol that of the control socket.\n\n"
               "  ecort version\n",
    .flags = 1u << CLI_JSON,
    .run = run_version,
};

static void overview(struct buf *text) {
    buf_z(text, "ecort runs plans that ecoc builds: a small process supervisor.\n\n"
                "usage: ecort COMMAND [ARGUMENTS]\n\n");
    for (const struct cli_command *const *c = cli_commands; *c; c++) {
        if ((*c)->is_hidden)
            continue;
        buf_fmt(text, "  %-13s %s\n", (*c)->name, (*c)->summary);
    }
    buf_z(text, "\necort COMMAND --help tells more, with examples.\n\n"
                "  ecoc build ecosystem.config.js -o plan.bin\n"
                "  ecort run plan.bin\n"
                "  ecort list\n\n"
                "The supervisor's home is ECORT_HOME, else $XDG_STATE_HOME/ecort, else\n"
                "~/.local/state/ecort. Exit codes: 0 done, 1 something asked for did not happen,\n"
                "2 usage or configuration, 3 an input could not be read, 4 a bug of ecort.\n");
}

static void write_words(struct json_out *j, const char *key, struct str words) {
    json_key(j, str_of(key));
    json_begin_array(j);
    while (words.n) {
        size_t n = str_index(words, ' ');
        json_string(j, (struct str){words.p, n});
        words = str_skip(words, n < words.n ? n + 1 : n);
    }
    json_end_array(j);
}

static void write_command(struct json_out *j, const struct cli_command *c) {
    struct buf flags = {0};
    cli_list_flags(c->flags, &flags);
    json_begin_object(j);
    json_key_string(j, "name", str_of(c->name));
    write_words(j, "aliases", str_of(c->aliases));
    json_key_string(j, "arguments", str_of(c->arguments));
    write_words(j, "flags", flags.failed ? STR("") : (struct str){flags.p, flags.n});
    json_key_string(j, "summary", str_of(c->summary));
    json_end_object(j);
    buf_done(&flags);
}

/* All commands, or the one. */
static int help_json(struct cli *cli, const struct cli_command *about) {
    struct buf text = {0};
    struct json_out j;
    json_out_init(&j, &text, 2);
    json_begin_array(&j);
    for (const struct cli_command *const *c = cli_commands; *c; c++)
        if (about ? *c == about : !(*c)->is_hidden)
            write_command(&j, *c);
    json_end_array(&j);
    buf_char(&text, '\n');
    return cli_out(cli, &text);
}

static int run_help(struct cli *cli) {
    struct buf text = {0};
    const struct cli_command *about = NULL;
    for (const struct cli_command *const *c = cli_commands; *c && cli->n_words; c++)
        if (cli_is_called(*c, str_of(cli->words[0])))
            about = *c;
    if (cli->n_words && !about)
        return cli_fail(cli, CLI_USAGE, "no command is called \"%s\"; ecort help lists them",
                        cli->words[0]);
    if (cli->json)
        return help_json(cli, about);
    if (about)
        cli_print_help(cli, about, &text);
    else
        overview(&text);
    return cli_out(cli, &text);
}

const struct cli_command cli_help = {
    .name = "help",
    .arguments = "[COMMAND] [--json]",
    .summary = "Lists the commands, or tells about one.",
    .details = "--json prints an array of {name, aliases, arguments, flags, summary}.\n\n"
               "  ecort help\n  ecort help restart\n",
    .flags = 1u << CLI_JSON,
    .max_words = 1,
    .run = run_help,
};

const struct cli_command *const cli_commands[] = {
    &cli_start,  &cli_apply,   &cli_run,     &cli_stop,        &cli_restart,    &cli_reload,
    &cli_delete, &cli_scale,   &cli_reset,   &cli_signal,      &cli_list,       &cli_show,
    &cli_monit,  &cli_logs,    &cli_flush,   &cli_reload_logs, &cli_env,        &cli_id,
    &cli_pid,    &cli_trigger, &cli_message, &cli_jlist,       &cli_set,        &cli_get,
    &cli_unset,  &cli_save,    &cli_plans,   &cli_resurrect,   &cli_startup,    &cli_unstartup,
    &cli_ping,   &cli_update,  &cli_kill,    &cli_help,        &cli_completion, &cli_version,
    &cli_tidy,   &cli_look_up, NULL,
};

/* The table of commands, and the two that only talk about it. */
#include "runtime/cli/cli.h"

static int run_version(struct cli *cli) {
    struct buf text = {0};
    buf_z(&text, "ecort " ECOC_VERSION "\n");
    return cli_out(cli, &text);
}

const struct cli_command cli_version = {
    .name = "version",
    .arguments = "",
    .summary = "Prints the version.",
    .details = "  ecort version\n",
    .run = run_version,
};

static void overview(struct buf *text) {
    buf_z(text, "ecort runs plans that ecoc builds: a small process supervisor.\n\n"
                "usage: ecort COMMAND [ARGUMENTS]\n\n");
    for (const struct cli_command *const *c = cli_commands; *c; c++) {
        if ((*c)->is_hidden)
            continue;
        size_t n = text->n;
        buf_fmt(text, "  %s %s", (*c)->name, (*c)->arguments);
        size_t width = text->n - n;
        buf_repeat(text, ' ', width < 34 ? 34 - width : 1);
        buf_fmt(text, "%s\n", (*c)->summary);
    }
    buf_z(text, "\necort COMMAND --help tells more, with examples.\n\n"
                "  ecoc build ecosystem.config.js -o plan.bin\n"
                "  ecort run plan.bin\n"
                "  ecort list\n\n"
                "The supervisor's home is ECORT_HOME, else $XDG_STATE_HOME/ecort, else\n"
                "~/.local/state/ecort. Exit codes: 0 done, 1 something asked for did not happen,\n"
                "2 usage or configuration, 3 an input could not be read, 4 a bug of ecort.\n");
}

static int run_help(struct cli *cli) {
    struct buf text = {0};
    const struct cli_command *about = NULL;
    for (const struct cli_command *const *c = cli_commands; *c && cli->n_words; c++)
        if (strcmp((*c)->name, cli->words[0]) == 0)
            about = *c;
    if (cli->n_words && !about)
        return cli_fail(cli, CLI_USAGE, "no command is called \"%s\"", cli->words[0]);
    if (about)
        cli_print_help(about, &text);
    else
        overview(&text);
    return cli_out(cli, &text);
}

const struct cli_command cli_help = {
    .name = "help",
    .arguments = "[COMMAND]",
    .summary = "Lists the commands, or tells about one.",
    .details = "  ecort help\n  ecort help restart\n",
    .max_words = 1,
    .run = run_help,
};

const struct cli_command *const cli_commands[] = {
    &cli_start,  &cli_apply,      &cli_run,         &cli_stop,    &cli_restart, &cli_reload,
    &cli_delete, &cli_scale,      &cli_reset,       &cli_signal,  &cli_list,    &cli_show,
    &cli_logs,   &cli_flush,      &cli_reload_logs, &cli_env,     &cli_id,      &cli_pid,
    &cli_trigger, &cli_message,
    &cli_jlist,  &cli_save,       &cli_resurrect,   &cli_startup, &cli_ping,    &cli_kill, &cli_update,
    &cli_help,   &cli_completion, &cli_unstartup,   &cli_version, &cli_tidy,    NULL,
};

/* ecort's command line: one table of commands, one file per command.
 *
 * Exit codes: 0 done; 1 something that was asked for did not happen; 2 usage or configuration; 3 an
 * input could not be read; 4 our bug. */
#pragma once

#include <stdbool.h>

#include "runtime/ctl/client.h"
#include "runtime/say.h"
#include "schema/base/arena.h"
#include "schema/base/err.h"

enum cli_exit { CLI_OK = 0, CLI_FAILED = 1, CLI_USAGE = 2, CLI_INPUT = 3, CLI_BUG = 4 };

struct cli {
    struct arena arena;
    char *const *environ;
    struct say say;
    const struct cli_command *command;
    const char **words; /* arguments that are no flags */
    unsigned n_words;
    struct cli_given *given; /* flags, in the order in which they were given */
    unsigned n_given;
    bool json;         /* --json was given */
    char *const *argv; /* the command and what follows it */
    int again_fd;      /* we are the new program of a keeper (keeper.h); -1 = we are not */
};

/* The rows of cli_flags.c; a command has a set of them, 1 << flag. */
enum cli_flag {
    CLI_JSON,
    CLI_ROOT,
    CLI_PROFILE,
    CLI_ONLY,
    CLI_ENV_FILE,
    CLI_KEEP,
    CLI_TAKE,
    CLI_DRY_RUN,
    CLI_FORCE,
    CLI_PRINT,
    CLI_DIR,
    CLI_RESURRECT,
    CLI_BACKGROUND,
    CLI_LINES,
    CLI_OUT,
    CLI_ERR,
    CLI_RAW,
    CLI_FORMAT,
    CLI_TIMESTAMP,
    CLI_NOSTREAM,
    CLI_ROLLING,
    CLI_PARALLEL,
    CLI_UNCONFIRMED,
    CLI_TIMEOUT,
    CLI_WAIT_READY,
    CLI_FLAGS,
};

struct cli_given {
    enum cli_flag flag;
    const char *value; /* "" for a switch */
};

/* The last value that was given, or NULL. */
const char *cli_value(const struct cli *cli, enum cli_flag flag);

struct cli_command {
    const char *name, *aliases; /* aliases: blank-separated, or NULL */
    const char *arguments;
    const char *summary; /* one line */
    const char *details; /* what else there is to know, with examples */
    unsigned flags;      /* set of enum cli_flag */
    bool is_hidden;      /* the supervisor's own: not in the list of commands */
    unsigned min_words, max_words;
    int (*run)(struct cli *cli);
};

extern const struct cli_command cli_run, cli_list, cli_show, cli_stop, cli_start, cli_restart,
    cli_reload, cli_delete, cli_apply, cli_kill, cli_update, cli_ping, cli_scale, cli_reset,
    cli_signal, cli_env, cli_id, cli_pid, cli_jlist, cli_monit, cli_logs, cli_set, cli_get,
    cli_unset, cli_flush, cli_reload_logs, cli_save, cli_resurrect, cli_startup, cli_unstartup,
    cli_plans, cli_completion, cli_version, cli_help, cli_tidy, cli_look_up, cli_trigger,
    cli_message;

/* What is said of NAME in the details of a command. */
#define CLI_TARGETS                                                                                \
    "NAME is the name of an app, a namespace, an id, /a regular expression/ for names, or all. "   \
    "Where one\n"                                                                                  \
    "of several means nobody, nothing is done. --json prints an array of {id, name, ok, status, "  \
    "pid, note,\nerror}.\n\n"

/* The table, ended by NULL. */
extern const struct cli_command *const cli_commands[];

/* By its name or one of its aliases. */
bool cli_is_called(const struct cli_command *command, struct str name);

/* The whole program after main's preparations; returns the exit code. */
int cli_main(int argc, char *const *argv, char *const *environ);

/* "ecort: ..." on stderr; returns code. */
int cli_fail(const struct cli *cli, enum cli_exit code, const char *fmt, ...) ATTR_PRINTF(3, 4);

/* Writes the text to stdout as it is, and empties it. CLI_OK, or CLI_FAILED where it cannot be
 * written. */
int cli_out(struct cli *cli, struct buf *text);

/* ---- cli_flags.c --------------------------------------------------------------------------------
 */

/* Sorts arguments into words and flags. CLI_OK, or an exit code after the trouble has been told. */
int cli_take_arguments(struct cli *cli, int argc, char *const *argv, bool *wants_help);
/* Whether none but these were given; they are told to be for plans and configurations. */
int cli_only_flags(const struct cli *cli, unsigned flags);
void cli_print_flags(unsigned flags, struct buf *out);
/* "--json --root" */
void cli_list_flags(unsigned flags, struct buf *out);

/* Sends a request that is answered with results, prints them (cmd_steer.c); `done` is what has
 * happened to each ("stopped"). */
int cli_steer(struct cli *cli, const struct ctl_request *request, const char *done);
/* The same, each result printed by `print`, which tells trouble by itself, and what comes before the
 * answer told to `listener`. */
typedef void cli_print_item(struct cli *cli, struct buf *out, const struct json_in *item,
                            const void *ctx);
int cli_steer_each(struct cli *cli, const struct ctl_request *request,
                   const struct ctl_listener *listener, cli_print_item *print, const void *ctx);

/* The page about a command, fitted to the terminal (cli_help.c). */
void cli_print_help(const struct cli *cli, const struct cli_command *command, struct buf *out);

/* Whether one answers in our home. */
bool cli_has_supervisor(struct cli *cli);
/* Says that none does; returns the exit code. */
int cli_no_supervisor(const struct cli *cli, const char *home);

/* Asks the supervisor, and the next one where that was replaced before it answered and the request
 * may be repeated (request.h), three at most. 0 with *reply, or an exit code after the trouble has been told. A reply that
 * says no and holds no results is such trouble too. `listener` may be NULL. */
int cli_send(struct cli *cli, const struct ctl_request *request,
             const struct ctl_listener *listener, struct json_in **reply);
/* The two halves of it: the reply as text, and what it says; the text is freed. */
int cli_send_text(struct cli *cli, const struct ctl_request *request,
                  const struct ctl_listener *listener, struct buf *reply);
int cli_read_reply(struct cli *cli, struct buf *text, struct json_in **reply);
/* The same with a command whose targets are the words of the command line. */
int cli_ask(struct cli *cli, enum ctl_command command, struct json_in **reply);

/* The command line of ecoc: one row per command, one file per command. */
#pragma once

#include "compiler/pipeline.h"
#include "schema/base/base.h"

/* Exit codes (README). */
enum {
    EXIT_CLEAN = 0,
    EXIT_FINDINGS = 1, /* findings at the threshold */
    EXIT_USAGE = 2,    /* the call or the configuration is wrong */
    EXIT_INPUT = 3,    /* some input could not be read or parsed */
    EXIT_POLICY = 3,   /* ecoc diff: a policy denies the change */
    EXIT_BUG = 4,
};

struct args;

/* An option of a command line: "--env PROFILE". */
struct flag {
    const char *name;     /* "--env", "-o" */
    const char *argument; /* "PROFILE"; NULL for a switch */
    const char *help;
};

struct command {
    const char *name;
    const char *arguments;    /* "[FILE]" */
    const char *summary;      /* one line */
    const char *details;      /* paragraphs for --help, with an example */
    const struct flag *flags; /* ended by a row without a name */
    int (*run)(struct args *args);
};

/* One flag as it was given: a flag may be given more than once. */
struct given_flag {
    size_t index; /* into command->flags */
    const char *value;
};

/* A command line taken apart by the command's flags. */
struct args {
    const struct command *command;
    const char **words; /* what is no flag */
    size_t n_words;
    size_t n_before_dashes; /* words before "--"; n_words where there is none */
    const char *
        *values; /* by index into command->flags: the last argument, "" for a switch, NULL */
    const struct given_flag *given; /* all flags in the order of the line */
    size_t n_given;
    struct arena *arena;
    bool color_out, color_err; /* may stdout, stderr be coloured */
};

/* Fills words and values of args (command and arena are set) from what follows the command's name.
 * EXIT_CLEAN, or EXIT_USAGE after the reason was printed. */
int args_parse(struct args *args, int argc, char **argv);

/* The value of a flag by name; NULL where it was not given. */
const char *args_get(const struct args *args, const char *flag);

/* The values of a flag one after the other: start with *at = 0; NULL at the end. */
const char *args_next(const struct args *args, const char *flag, size_t *at);

extern const struct command command_lint, command_advise, command_diff, command_build, command_show,
    command_eval, command_explain, command_rules, command_hook, command_completion, command_schema;

/* All of them, in the order of the help. */
extern const struct command *const commands[];
extern const size_t n_commands;

/* Writes text to stdout or stderr in full. */
void cmd_out(struct str text);
void cmd_err(struct str text);
/* "ecoc: " and the line, to stderr; returns code. */
int cmd_fail(int code, const char *fmt, ...) ATTR_PRINTF(2, 3);

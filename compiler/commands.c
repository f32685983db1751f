/* The commands, in the order of the help. */
#include "compiler/cmd.h"

const struct command *const commands[] = {
    &command_lint, &command_advise,     &command_diff,    &command_build,
    &command_show, &command_eval,       &command_explain, &command_rules,
    &command_hook, &command_completion, &command_schema,
};

const size_t n_commands = ARRAY_LEN(commands);

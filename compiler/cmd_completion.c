/* ecoc completion: a script for the shell to source. */
#include "compiler/completion.h"

static const struct flag flags[] = {{0}};

static int run(struct args *args) {
    struct buf out = {0};
    if (args->n_words != 1 || !completion_write(args->arena, args->words[0], &out))
        return cmd_fail(EXIT_USAGE, "completion takes a shell: bash, zsh or fish");
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
    return EXIT_CLEAN;
}

const struct command command_completion = {
    .name = "completion",
    .arguments = "SHELL",
    .summary = "Prints a completion script for a shell",
    .details = "For bash, zsh or fish.\n\n"
               "  source <(ecoc completion bash)\n"
               "  ecoc completion zsh > ~/.zfunc/_ecoc\n"
               "  ecoc completion fish > ~/.config/fish/completions/ecoc.fish",
    .flags = flags,
    .run = run,
};

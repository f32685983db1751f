/* ecoc: choosing the command, and its help. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cmd.h"
#include "compiler/term.h"
#include "schema/unit/did_you_mean.h"

/* ---- help ------------------------------------------------------------------------------------ */

static void help_all(void) {
    (void)printf(
        "ecoc checks, compares and compiles PM2-style ecosystem files without running them.\n\n"
        "usage: ecoc COMMAND [ARGUMENTS]\n\n");
    for (size_t i = 0; i < n_commands; i++)
        (void)printf("  %-10s %-19s %s\n", commands[i]->name, commands[i]->arguments,
                     commands[i]->summary);
    (void)printf("\n  ecoc COMMAND --help   what a command takes\n"
                 "  ecoc --version\n\n"
                 "exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 unreadable "
                 "input, 4 our bug\n");
}

static int flag_width(const struct flag *f) {
    return (int)(strlen(f->name) + (f->argument ? strlen(f->argument) + 1 : 0));
}

static int help_command(const struct command *c) {
    (void)printf("usage: ecoc %s %s\n\n%s.\n\n%s\n", c->name, c->arguments, c->summary, c->details);
    if (c->flags[0].name)
        (void)printf("\n");
    int width = 22;
    for (const struct flag *f = c->flags; f->name; f++)
        if (flag_width(f) > width)
            width = flag_width(f);
    for (const struct flag *f = c->flags; f->name; f++)
        (void)printf("  %s%s%-*s %s\n", f->name, f->argument ? " " : "",
                     width - flag_width(f) + (f->argument ? (int)strlen(f->argument) : 0),
                     f->argument ? f->argument : "", f->help);
    return EXIT_CLEAN;
}

static bool wants_help(int argc, char **argv) {
    for (int i = 0; i < argc && strcmp(argv[i], "--") != 0; i++)
        if (strcmp(argv[i], "--help") == 0 || strcmp(argv[i], "-h") == 0)
            return true;
    return false;
}

static int run(const struct command *c, int argc, char **argv) {
    struct arena arena;
    if (wants_help(argc, argv))
        return help_command(c);
    arena_init(&arena, (size_t)2 << 30);
    struct args args = {.command = c, .arena = &arena};
    int code = args_parse(&args, argc, argv);
    if (code == EXIT_CLEAN) {
        const char *color = args_get(&args, "--color");
        args.color_out = term_has_color(STDOUT_FILENO, color);
        args.color_err = term_has_color(STDERR_FILENO, color);
        code = c->run(&args);
    }
    (void)fflush(stdout);
    arena_done(&arena);
    return code;
}

static int unknown_command(struct arena *a, const char *word) {
    struct str *names = arena_array(a, struct str, n_commands);
    for (size_t i = 0; i < n_commands; i++)
        names[i] = str_of(commands[i]->name);
    size_t hit = did_you_mean(str_of(word), names, n_commands);
    if (hit < n_commands)
        return cmd_fail(EXIT_USAGE, "no command %s; did you mean %s?", word, commands[hit]->name);
    return cmd_fail(EXIT_USAGE, "no command %s; see: ecoc --help", word);
}

/* A run takes memory, exits, and seldom gives any back; what glibc would return to the kernel in between it
 * would soon ask for again, page by page. */
static void keep_memory(void) {
    enum { MMAP_BYTES = 32 * 1024 * 1024, TRIM_BYTES = 64 * 1024 * 1024 };
    (void)mallopt(M_MMAP_THRESHOLD, MMAP_BYTES);
    (void)mallopt(M_TRIM_THRESHOLD, TRIM_BYTES);
}

int main(int argc, char **argv) {
    keep_memory();
    if (argc < 2) {
        help_all();
        return EXIT_USAGE;
    }
    if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "version") == 0) {
        (void)printf("ecoc %s\n", ECOC_VERSION);
        return EXIT_CLEAN;
    }
    if (wants_help(1, argv + 1) || strcmp(argv[1], "help") == 0) {
        help_all();
        return EXIT_CLEAN;
    }
    for (size_t i = 0; i < n_commands; i++)
        if (strcmp(argv[1], commands[i]->name) == 0)
            return run(commands[i], argc - 2, argv + 2);
    struct arena arena;
    arena_init(&arena, 0);
    int code = unknown_command(&arena, argv[1]);
    arena_done(&arena);
    return code;
}

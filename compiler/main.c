/* ecoc: the command table and taking the command line apart. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cmd.h"
#include "compiler/term.h"
#include "schema/unit/did_you_mean.h"

static const struct command *const commands[] = {
    &command_lint, &command_diff, &command_build, &command_show, &command_explain, &command_schema,
};

void cmd_out(struct str text) {
    while (text.n) {
        ssize_t n = write(STDOUT_FILENO, text.p, text.n);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            exit(errno == EPIPE ? EXIT_CLEAN : EXIT_BUG);
        text = str_skip(text, (size_t)n);
    }
}

void cmd_err(struct str text) {
    (void)fwrite(text.p, 1, text.n, stderr);
}

int cmd_fail(int code, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    (void)fputs("ecoc: ", stderr);
    (void)vfprintf(stderr, fmt, ap);
    (void)fputc('\n', stderr);
    va_end(ap);
    return code;
}

const char *args_get(const struct args *args, const char *flag) {
    const struct flag *flags = args->command->flags;
    for (size_t i = 0; flags[i].name; i++)
        if (strcmp(flags[i].name, flag) == 0)
            return args->values[i];
    return NULL;
}

/* ---- help ---------------------------------------------------------------------------------------- */

static void help_all(void) {
    (void)printf("ecoc checks, compares and compiles PM2-style ecosystem files without running them.\n\n"
                 "usage: ecoc COMMAND [ARGUMENTS]\n\n");
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        (void)printf("  %-8s %-16s %s\n", commands[i]->name, commands[i]->arguments, commands[i]->summary);
    (void)printf("\n  ecoc COMMAND --help   what a command takes\n"
                 "  ecoc --version\n\n"
                 "exit codes: 0 clean, 1 findings, 2 wrong usage or configuration, 3 unreadable input, 4 our bug\n");
}

static int help_command(const struct command *c) {
    (void)printf("usage: ecoc %s %s\n\n%s.\n\n%s\n", c->name, c->arguments, c->summary, c->details);
    if (c->flags[0].name)
        (void)printf("\n");
    for (const struct flag *f = c->flags; f->name; f++) {
        char left[64];
        (void)snprintf(left, sizeof left, "%s%s%s", f->name, f->argument ? " " : "", f->argument ? f->argument : "");
        (void)printf("  %-22s %s\n", left, f->help);
    }
    return EXIT_CLEAN;
}

/* ---- arguments ------------------------------------------------------------------------------------ */

static int unknown_flag(const struct args *args, const char *word) {
    struct str names[32];
    size_t n = 0;
    for (const struct flag *f = args->command->flags; f->name && n < ARRAY_LEN(names); f++)
        names[n++] = str_of(f->name);
    struct str given = str_of(word);
    given.n = str_index(given, '=');
    size_t hit = did_you_mean(given, names, n);
    if (hit < n)
        return cmd_fail(EXIT_USAGE, "%s has no flag %.*s; did you mean %.*s?", args->command->name, STR_ARG(given),
                        STR_ARG(names[hit]));
    return cmd_fail(EXIT_USAGE, "%s has no flag %.*s; see: ecoc %s --help", args->command->name, STR_ARG(given),
                    args->command->name);
}

/* Takes "--flag value" or "--flag=value" at argv[i]; returns how many words it took, 0 for an error. */
static int take_flag(struct args *args, char **argv, int argc, int i) {
    struct str word = str_of(argv[i]);
    size_t eq = str_index(word, '=');
    for (size_t k = 0; args->command->flags[k].name; k++) {
        const struct flag *f = &args->command->flags[k];
        if (!str_eqz((struct str){word.p, eq}, f->name))
            continue;
        if (!f->argument && eq < word.n) {
            (void)cmd_fail(EXIT_USAGE, "%s takes no value", f->name);
            return 0;
        }
        if (!f->argument || eq < word.n) {
            args->values[k] = eq < word.n ? argv[i] + eq + 1 : "";
            return 1;
        }
        if (i + 1 >= argc) {
            (void)cmd_fail(EXIT_USAGE, "%s wants %s", f->name, f->argument);
            return 0;
        }
        args->values[k] = argv[i + 1];
        return 2;
    }
    (void)unknown_flag(args, argv[i]);
    return 0;
}

static int parse(struct args *args, int argc, char **argv) {
    size_t n_flags = 0;
    while (args->command->flags[n_flags].name)
        n_flags++;
    args->values = arena_array(args->arena, const char *, n_flags + 1);
    args->words = arena_array(args->arena, const char *, (size_t)argc + 1);
    bool only_words = false;
    for (int i = 0; i < argc;) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
            i++;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            int took = take_flag(args, argv, argc, i);
            if (took == 0)
                return EXIT_USAGE;
            i += took;
        } else {
            args->words[args->n_words++] = argv[i++];
        }
    }
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
    int code = parse(&args, argc, argv);
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

static int unknown_command(const char *word) {
    struct str names[ARRAY_LEN(commands)];
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        names[i] = str_of(commands[i]->name);
    size_t hit = did_you_mean(str_of(word), names, ARRAY_LEN(names));
    if (hit < ARRAY_LEN(names))
        return cmd_fail(EXIT_USAGE, "no command %s; did you mean %s?", word, commands[hit]->name);
    return cmd_fail(EXIT_USAGE, "no command %s; see: ecoc --help", word);
}

int main(int argc, char **argv) {
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
    for (size_t i = 0; i < ARRAY_LEN(commands); i++)
        if (strcmp(argv[1], commands[i]->name) == 0)
            return run(commands[i], argc - 2, argv + 2);
    return unknown_command(argv[1]);
}

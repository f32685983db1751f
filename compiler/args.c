/* Taking a command line apart, and speaking to the user's streams. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/cmd.h"
#include "schema/unit/did_you_mean.h"

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
    if (text.n)
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

static int unknown_flag(const struct args *args, const char *word) {
    struct str names[32];
    size_t n = 0;
    for (const struct flag *f = args->command->flags; f->name && n < ARRAY_LEN(names); f++)
        names[n++] = str_of(f->name);
    struct str given = str_of(word);
    given.n = str_index(given, '=');
    size_t hit = did_you_mean(given, names, n);
    if (hit < n)
        return cmd_fail(EXIT_USAGE, "%s has no flag %.*s; did you mean %.*s?", args->command->name,
                        STR_ARG(given), STR_ARG(names[hit]));
    return cmd_fail(EXIT_USAGE, "%s has no flag %.*s; see: ecoc %s --help", args->command->name,
                    STR_ARG(given), args->command->name);
}

const char *args_next(const struct args *args, const char *flag, size_t *at) {
    for (; *at < args->n_given; (*at)++)
        if (strcmp(args->command->flags[args->given[*at].index].name, flag) == 0)
            return args->given[(*at)++].value;
    return NULL;
}

static void note_flag(struct args *args, struct given_flag *given, size_t index,
                      const char *value) {
    args->values[index] = value;
    given[args->n_given++] = (struct given_flag){index, value};
}

/* Takes "--flag value" or "--flag=value" at argv[i]; returns how many words it took, 0 for an
 * error. */
static int take_flag(struct args *args, struct given_flag *given, char **argv, int argc, int i) {
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
            note_flag(args, given, k, eq < word.n ? argv[i] + eq + 1 : "");
            return 1;
        }
        if (i + 1 >= argc) {
            (void)cmd_fail(EXIT_USAGE, "%s wants %s", f->name, f->argument);
            return 0;
        }
        note_flag(args, given, k, argv[i + 1]);
        return 2;
    }
    (void)unknown_flag(args, argv[i]);
    return 0;
}

int args_parse(struct args *args, int argc, char **argv) {
    size_t n_flags = 0;
    while (args->command->flags[n_flags].name)
        n_flags++;
    args->values = arena_array(args->arena, const char *, n_flags + 1);
    args->words = arena_array(args->arena, const char *, (size_t)argc + 1);
    struct given_flag *given = arena_array(args->arena, struct given_flag, (size_t)argc + 1);
    args->given = given;
    bool only_words = false;
    for (int i = 0; i < argc;) {
        if (!only_words && strcmp(argv[i], "--") == 0) {
            only_words = true;
            args->n_before_dashes = args->n_words;
            i++;
        } else if (!only_words && argv[i][0] == '-' && argv[i][1]) {
            int took = take_flag(args, given, argv, argc, i);
            if (took == 0)
                return EXIT_USAGE;
            i += took;
        } else {
            args->words[args->n_words++] = argv[i++];
        }
    }
    if (!only_words)
        args->n_before_dashes = args->n_words;
    return EXIT_CLEAN;
}

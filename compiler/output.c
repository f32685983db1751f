/* The list of outputs, and writing them. */
#include "compiler/output.h"

#include <stdlib.h>
#include <unistd.h>

#include "schema/io/file.h"
#include "schema/unit/did_you_mean.h"

static bool is_in_actions(void) {
    const char *value = getenv("GITHUB_ACTIONS");
    return value && strcmp(value, "true") == 0 && !isatty(STDOUT_FILENO);
}

static int unknown_format(struct args *args, const char *given, struct str name) {
    struct str names[16];
    size_t n = 0;
    for (const struct report_format *f = report_formats; f->name; f++)
        names[n++] = str_of(f->name);
    size_t hit = did_you_mean(name, names, n);
    struct str all = report_format_names(args->arena);
    if (hit < n)
        return cmd_fail(EXIT_USAGE, "--format %s: did you mean %.*s? It takes one of: %.*s", given,
                        STR_ARG(names[hit]), STR_ARG(all));
    return cmd_fail(EXIT_USAGE, "--format %s: it takes one of: %.*s", given, STR_ARG(all));
}

static int take_one(struct args *args, const char *given, struct output *out) {
    struct str text = str_of(given), name = {text.p, str_index(text, ':')};
    out->format = report_format_find(name);
    out->file = name.n < text.n ? given + name.n + 1 : NULL;
    if (!out->format)
        return unknown_format(args, given, name);
    if (out->file && !*out->file)
        return cmd_fail(EXIT_USAGE, "--format %s: there is no file after the colon", given);
    return EXIT_CLEAN;
}

int outputs_take(struct args *args, struct outputs *outputs) {
    struct output *list = arena_array(args->arena, struct output, args->n_given + 1);
    size_t n = 0, at = 0, on_stdout = 0;
    for (const char *given; (given = args_next(args, "--format", &at)); n++) {
        if (take_one(args, given, &list[n]) != EXIT_CLEAN)
            return EXIT_USAGE;
        on_stdout += list[n].file == NULL;
    }
    if (on_stdout > 1)
        return cmd_fail(EXIT_USAGE, "two formats cannot share stdout; give all but one a file: "
                                    "--format sarif:ecoc.sarif");
    if (n == 0)
        list[n++].format = report_format_find(is_in_actions() ? STR("github") : STR("full"));
    *outputs = (struct outputs){list, n};
    return EXIT_CLEAN;
}

static int write_file(const struct output *output, struct str text) {
    struct err err = {0};
    if (file_write_atomic(output->file, text, 0644, NULL, NULL, &err) < 0)
        return cmd_fail(EXIT_INPUT, "--format %s: %s", output->format->name, err.msg);
    return EXIT_CLEAN;
}

int outputs_write(const struct outputs *outputs, const struct report *r) {
    int code = EXIT_CLEAN;
    bool says_something = false;
    for (size_t i = 0; i < outputs->n; i++) {
        const struct output *output = &outputs->at[i];
        struct report one = *r;
        struct buf out = {0};
        one.color = r->color && !output->file;
        output->format->write(&one, &out);
        if (output->file && write_file(output, (struct str){out.p, out.n}) != EXIT_CLEAN)
            code = EXIT_INPUT;
        if (!output->file)
            cmd_out((struct str){out.p, out.n});
        says_something = says_something || !output->file;
        buf_done(&out);
    }
    if (!says_something) {
        struct buf out = {0};
        report_summary(r, &out);
        cmd_err((struct str){out.p, out.n});
        buf_done(&out);
    }
    return code;
}

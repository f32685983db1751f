/* ecoc eval: the configuration as JSON.stringify would write it; nothing bound, defaulted or
 * late. */
#include "compiler/load.h"

static const struct flag flags[] = {
    {"--symbolic", NULL, "as if no variable of the environment were known"},
    {"--env-file", "FILE", "set the variables of a .env file; may be repeated"},
    {"--define", "NAME=VALUE", "set one variable of the environment; may be repeated"},
    {"--hermetic", NULL,
     "no other variable is set; one that is read without a default is an error"},
    {"--allow-read", "DIR",
     "let the configuration read there, outside the repository; may be repeated"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

/* The first value that is not known, in the order of the file. */
static const struct value *find_unknown(const struct value *v, unsigned depth) {
    enum { DEPTH_MOST = 1000 };
    const struct value *hit = NULL;
    if (v->kind == VALUE_UNKNOWN || depth > DEPTH_MOST)
        return v;
    for (size_t i = 0; v->kind == VALUE_ARRAY && !hit && i < v->array.n; i++)
        hit = find_unknown(v->array.at[i], depth + 1);
    for (size_t i = 0; v->kind == VALUE_OBJECT && !hit && i < v->object.n; i++)
        hit = find_unknown(v->object.at[i].value, depth + 1);
    return hit;
}

static int refuse_unknown(const struct value *v) {
    const char *gap = v->help.n ? "\n  " : "";
    if (!v->span.src)
        return cmd_fail(EXIT_USAGE, "a value is not known: %.*s%s%.*s", STR_ARG(v->reason), gap,
                        STR_ARG(v->help));
    struct place at = source_place(v->span.src, v->span.begin);
    return cmd_fail(EXIT_USAGE, "%.*s:%u:%u: a value is not known: %.*s%s%.*s",
                    STR_ARG(v->span.src->name), at.line, at.column, STR_ARG(v->reason), gap,
                    STR_ARG(v->help));
}

static int run(struct args *args) {
    bool symbolic = args_get(args, "--symbolic") != NULL;
    struct pipeline *p = arena_new(args->arena, struct pipeline);
    struct str file = args->n_words ? str_of(args->words[0]) : pipeline_default(args->arena, NULL);
    if (args->n_words > 1 || file.n == 0)
        return cmd_fail(EXIT_USAGE, "eval takes one file");
    pipeline_init(p, args->arena, symbolic ? FRONT_SYMBOLIC : FRONT_CONCRETE, NULL);
    int code = load_reads(args, p);
    if (code == EXIT_CLEAN && !symbolic)
        code = load_environment(args, p);
    if (code != EXIT_CLEAN)
        return code;
    const struct value *v = front_load(&p->front, path_join(args->arena, p->front.cwd, file));
    code = load_check_declared(p);
    if (code != EXIT_CLEAN)
        return code;
    if (!v) {
        load_print_errors(args, &p->sink);
        return EXIT_INPUT;
    }
    const struct value *unknown = symbolic ? NULL : find_unknown(v, 0);
    if (unknown)
        return refuse_unknown(unknown);
    cmd_out(value_json(args->arena, v));
    cmd_out(STR("\n"));
    return EXIT_CLEAN;
}

const struct command command_eval = {
    .name = "eval",
    .arguments = "[FILE]",
    .summary = "Prints what a configuration evaluates to, as JSON",
    .details =
        "As Node's JSON.stringify would write module.exports: no option is bound, nothing is\n"
        "defaulted. A value that ecoc does not evaluate is an error that names it; with\n"
        "--symbolic it is {\"$unknown\": reason}, and what depends on the environment is\n"
        "{\"$choice\": [...]}.\n\n"
        "  ecoc eval ecosystem.config.js\n"
        "  NODE_ENV=production ecoc eval",
    .flags = flags,
    .run = run,
};

/* ecoc explain: the page behind a finding's code, or about an option. */
#include "compiler/cmd.h"
#include "compiler/explain.h"
#include "lint/lint.h"
#include "schema/base/json_out.h"
#include "schema/unit/did_you_mean.h"

static const struct flag flags[] = {
    {"--rules", NULL, "list all rules"},
    {"--options", NULL, "list all options"},
    {"--json", NULL, "as JSON"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

static void flush(struct buf *out) {
    cmd_out((struct str){out->p, out->n});
    buf_done(out);
}

static int list_rules(const struct args *args) {
    struct buf out = {0};
    struct json_out j;
    if (args_get(args, "--json")) {
        json_out_init(&j, &out, 2);
        json_begin_array(&j);
        for (size_t i = 0; i < RULE_COUNT; i++)
            explain_rule_json(&j, &lint_rules[i]);
        json_end_array(&j);
        buf_char(&out, '\n');
    } else {
        explain_rules(&out, lint_rules, RULE_COUNT, (struct explain_style){args->color_out});
    }
    flush(&out);
    return EXIT_CLEAN;
}

static int list_options(const struct args *args) {
    struct buf out = {0};
    struct json_out j;
    if (args_get(args, "--json")) {
        json_out_init(&j, &out, 2);
        json_begin_array(&j);
        for (unsigned id = 0; id < OPT_COUNT; id++)
            explain_option_json(args->arena, &j, id);
        json_end_array(&j);
        buf_char(&out, '\n');
    } else {
        explain_options(args->arena, &out, (struct explain_style){args->color_out});
    }
    flush(&out);
    return EXIT_CLEAN;
}

/* The nearest name; a code is a number, of which none is near another. */
static int unknown(const struct args *args, struct str word) {
    VEC(struct str) names = {0};
    for (unsigned i = 0; i < RULE_COUNT; i++)
        VEC_PUSH(args->arena, &names, str_of(lint_rules[i].name));
    for (unsigned i = 0; i < OPT_COUNT; i++) {
        VEC_PUSH(args->arena, &names, str_of(options[i].name));
        for (unsigned k = 0; opt_word(options[i].aliases, k).n; k++)
            VEC_PUSH(args->arena, &names, opt_word(options[i].aliases, k));
    }
    size_t hit = did_you_mean(word, names.at, names.n);
    if (hit < names.n)
        return cmd_fail(EXIT_USAGE, "no rule and no option is called %.*s; did you mean %.*s?",
                        STR_ARG(word), STR_ARG(names.at[hit]));
    return cmd_fail(
        EXIT_USAGE,
        "no rule and no option is called %.*s; see: ecoc explain --rules, ecoc explain --options",
        STR_ARG(word));
}

static int explain(const struct args *args, struct str word) {
    unsigned rule = lint_rule_find(word);
    enum opt_id id = rule == RULE_COUNT ? opt_find_any(word) : OPT_COUNT;
    if (rule == RULE_COUNT && id == OPT_COUNT)
        return unknown(args, word);
    struct buf out = {0};
    struct json_out j;
    struct explain_style style = {args->color_out};
    json_out_init(&j, &out, 2);
    bool json = args_get(args, "--json") != NULL;
    if (rule != RULE_COUNT && json)
        explain_rule_json(&j, &lint_rules[rule]);
    else if (rule != RULE_COUNT)
        explain_rule(&out, &lint_rules[rule], style);
    else if (json)
        explain_option_json(args->arena, &j, id);
    else
        explain_option(args->arena, &out, id, style);
    if (json)
        buf_char(&out, '\n');
    flush(&out);
    return EXIT_CLEAN;
}

static int run(struct args *args) {
    bool rules = args_get(args, "--rules") != NULL,
         all_options = args_get(args, "--options") != NULL;
    if (args->n_words + rules + all_options != 1)
        return cmd_fail(EXIT_USAGE,
                        "explain takes one code, rule or option, or --rules, or --options");
    if (rules)
        return list_rules(args);
    return all_options ? list_options(args) : explain(args, str_of(args->words[0]));
}

const struct command command_explain = {
    .name = "explain",
    .arguments = "CODE|OPTION",
    .summary = "Explains a rule or an option",
    .details = "A rule by its code or name, an option by any of its names.\n\n"
               "  ecoc explain EC0101\n"
               "  ecoc explain unknown-option\n"
               "  ecoc explain max_restarts\n"
               "  ecoc explain http.port",
    .flags = flags,
    .run = run,
};

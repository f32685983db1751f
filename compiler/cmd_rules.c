/* ecoc rules: the catalogue, as a table, as JSON, or as a page of Markdown per rule. */
#include "compiler/cmd.h"
#include "compiler/explain.h"
#include "lint/lint.h"
#include "schema/base/json_out.h"

static const struct flag flags[] = {
    {"--json", NULL, "as JSON"},
    {"--markdown", NULL, "as Markdown, a section per rule"},
    {"--color", "WHEN", "always, never or auto"},
    {0},
};

static void write_json(struct buf *out) {
    struct json_out j;
    json_out_init(&j, out, 2);
    json_begin_array(&j);
    for (size_t i = 0; i < RULE_COUNT; i++)
        explain_rule_json(&j, &lint_rules[i]);
    json_end_array(&j);
    buf_char(out, '\n');
}

static int run(struct args *args) {
    struct buf out = {0};
    bool json = args_get(args, "--json") != NULL, markdown = args_get(args, "--markdown") != NULL;
    if (args->n_words)
        return cmd_fail(EXIT_USAGE, "rules takes no words; one rule is: ecoc explain %s",
                        args->words[0]);
    if (json && markdown)
        return cmd_fail(EXIT_USAGE, "--json and --markdown are two forms; one of them");
    if (json)
        write_json(&out);
    else if (!markdown)
        explain_rules(&out, lint_rules, RULE_COUNT, (struct explain_style){args->color_out});
    for (size_t i = 0; markdown && i < RULE_COUNT; i++)
        explain_rule_markdown(&out, &lint_rules[i]);
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
    return EXIT_CLEAN;
}

const struct command command_rules = {
    .name = "rules",
    .arguments = "",
    .summary = "Lists what lint looks for",
    .details =
        "Code, name, severity and title of every rule. The page of one: ecoc explain CODE.\n\n"
        "  ecoc rules\n"
        "  ecoc rules --markdown > rules.md",
    .flags = flags,
    .run = run,
};

/* ecoc schema: the JSON Schema of a configuration. */
#include "compiler/cmd.h"
#include "compiler/schema_json.h"

static const struct flag flags[] = {{0}};

static int run(struct args *args) {
    if (args->n_words)
        return cmd_fail(EXIT_USAGE, "schema takes no arguments");
    struct buf out = {0};
    schema_json(args->arena, &out);
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
    return EXIT_CLEAN;
}

const struct command command_schema = {
    .name = "schema",
    .arguments = "",
    .summary = "Prints the JSON Schema of a configuration",
    .details = "Editors complete and check JSON and YAML configurations by it.\n\n"
               "  ecoc schema > ecosystem.schema.json",
    .flags = flags,
    .run = run,
};

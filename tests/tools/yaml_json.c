/* What the YAML front end makes of files, one line each, for comparing with js-yaml:
 * the value as JSON.stringify writes it, or "error CODE LINE:COLUMN MESSAGE". usage: yaml_json
 * FILE... */
#include <stdio.h>
#include <stdlib.h>

#include "compiler/front/front.h"
#include "lint/lint.h"
#include "schema/io/file.h"

static int print_file(const char *path) {
    struct arena arena;
    struct diag_sink sink;
    struct err err = {0};
    struct str text;
    arena_init(&arena, 0);
    diag_sink_init(&sink, &arena, lint_rules, RULE_COUNT);
    struct front front = {.arena = &arena, .sink = &sink};
    if (file_read(path, FRONT_FILE_LIMIT, &arena, &text, &err) < 0) {
        (void)fprintf(stderr, "%s\n", err.msg);
        arena_done(&arena);
        return -1;
    }
    const struct source *src = source_new(&arena, str_of(path), str_of(path), text);
    const struct value *value = front_yaml(&front, src);
    if (value) {
        struct str json = value_json(&arena, value);
        (void)fwrite(json.p, 1, json.n, stdout);
        (void)putchar('\n');
    } else if (sink.list.n) {
        const struct diag *d = sink.list.at[0];
        struct place place = source_place(src, d->span.begin);
        printf("error %s %u:%u %.*s\n", lint_rules[d->rule].code, place.line, place.column,
               STR_ARG(d->message));
    } else {
        printf("error without a diagnostic\n");
    }
    arena_done(&arena);
    return 0;
}

int main(int argc, char **argv) {
    int status = EXIT_SUCCESS;
    for (int i = 1; i < argc; i++)
        if (print_file(argv[i]) < 0)
            status = EXIT_FAILURE;
    return status;
}

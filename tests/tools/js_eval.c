/* js_eval [-s] FILE...: one line per file, "name<TAB>JSON of the value", or "name<TAB>!message" where
 * it cannot be evaluated. The environment is the program's own; -s is symbolic mode. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "compiler/pipeline.h"

static void evaluate(const char *file, enum front_mode mode) {
    static char path[PATH_MAX];
    struct arena a;
    struct pipeline p;
    arena_init(&a, 0);
    if (!realpath(file, path)) {
        printf("%s\t!cannot be found\n", file);
        return;
    }
    pipeline_init(&p, &a, mode, NULL);
    const struct value *v = front_load(&p.front, str_of(path));
    struct str json = v ? value_json(&a, v) : STR("");
    if (v)
        printf("%s\t%.*s\n", file, STR_ARG(json));
    else if (p.sink.list.n)
        printf("%s\t!%.*s\n", file, STR_ARG(p.sink.list.at[p.sink.list.n - 1]->message));
    else
        printf("%s\t!\n", file);
    arena_done(&a);
}

int main(int argc, char **argv) {
    bool symbolic = argc > 1 && strcmp(argv[1], "-s") == 0;
    for (int i = 1 + symbolic; i < argc; i++)
        evaluate(argv[i], symbolic ? FRONT_SYMBOLIC : FRONT_CONCRETE);
    return 0;
}

/* js_eval [-s] FILE...: one line per file, "name<TAB>JSON of the value", or "name<TAB>!message" where
 * it cannot be evaluated. The environment is the program's own; -s is symbolic mode. Each file is
 * read in its own folder as the current one. */
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/pipeline.h"

/* Makes the file's folder the current one; its real path, or NULL. */
static const char *enter_folder(int start, const char *file) {
    static char path[PATH_MAX], dir[PATH_MAX];
    if (fchdir(start) < 0 || !realpath(file, path))
        return NULL;
    (void)snprintf(dir, sizeof dir, "%.*s", STR_ARG(path_dirname(str_of(path))));
    return chdir(dir) == 0 ? path : NULL;
}

static void evaluate(int start, const char *file, enum front_mode mode) {
    struct arena a;
    struct pipeline p;
    const char *path = enter_folder(start, file);
    if (!path) {
        printf("%s\t!cannot be found\n", file);
        return;
    }
    arena_init(&a, 0);
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
    int start = open(".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    for (int i = 1 + symbolic; i < argc; i++)
        evaluate(start, argv[i], symbolic ? FRONT_SYMBOLIC : FRONT_CONCRETE);
    return start < 0;
}

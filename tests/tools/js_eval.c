/* js_eval [-s] FILE...: one line per file, "name<TAB>JSON of the value", or "name<TAB>!message"
 * where it cannot be evaluated. The environment is the program's own; -s is symbolic mode. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

extern char **environ;

static int compare_env(const void *x, const void *y) {
    return str_cmp(((const struct env_var *)x)->name, ((const struct env_var *)y)->name);
}

static size_t read_env(struct arena *a, struct env_var **out) {
    size_t n = 0;
    while (environ[n])
        n++;
    *out = arena_array(a, struct env_var, n + 1);
    for (size_t i = 0; i < n; i++) {
        struct str s = str_of(environ[i]);
        size_t eq = str_index(s, '=');
        (*out)[i] = (struct env_var){{s.p, eq}, str_skip(s, eq < s.n ? eq + 1 : eq)};
    }
    qsort(*out, n, sizeof **out, compare_env);
    return n;
}

static void evaluate(const char *file, enum front_mode mode) {
    static char cwd[PATH_MAX], path[PATH_MAX], host[256];
    struct arena a;
    struct diag_sink sink;
    struct env_var *env;
    arena_init(&a, 0);
    diag_sink_init(&sink, &a, lint_rules, RULE_COUNT);
    if (!getcwd(cwd, sizeof cwd) || !realpath(file, path) || gethostname(host, sizeof host - 1)) {
        printf("%s\t!cannot be found\n", file);
        return;
    }
    const char *home = getenv("HOME");
    struct front f = {.arena = &a,
                      .sink = &sink,
                      .files = files_worktree(&a),
                      .mode = mode,
                      .cwd = str_of(cwd),
                      .home = str_of(home ? home : ""),
                      .hostname = str_of(host),
                      .cpus = (unsigned)sysconf(_SC_NPROCESSORS_ONLN)};
    f.n_env = read_env(&a, &env);
    f.env = env;
    const struct value *v = front_load(&f, str_of(path));
    struct str json = v ? value_json(&a, v) : STR("");
    if (v)
        printf("%s\t%.*s\n", file, STR_ARG(json));
    else if (sink.list.n)
        printf("%s\t!%.*s\n", file, STR_ARG(sink.list.at[sink.list.n - 1]->message));
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

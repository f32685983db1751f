/* JavaScript and JSON in both modes: no crash, no leak of time or memory, and an answer or a
 * diagnostic. */
#include <stdint.h>
#include <stdlib.h>

#include "compiler/front/front.h"
#include "lint/lint.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int no_file(struct files *self, struct str path, size_t limit, struct arena *a,
                   struct str *bytes, struct err *err) {
    (void)self, (void)path, (void)limit, (void)a, (void)bytes;
    return err_set(err, "no such file");
}

static enum file_kind no_kind(struct files *self, struct str path) {
    (void)self, (void)path;
    return FILE_MISSING;
}

static void try_once(struct str text, enum front_mode mode, bool json, const char *path) {
    static struct files files = {.read = no_file, .kind = no_kind};
    static const struct env_var env[] = {{{"NODE_ENV", 8}, {"production", 10}},
                                         {{"PORT", 4}, {"3000", 4}}};
    struct arena a;
    struct diag_sink sink;
    arena_init(&a, 0);
    diag_sink_init(&sink, &a, lint_rules, RULE_COUNT);
    struct front f = {.arena = &a,
                      .sink = &sink,
                      .files = &files,
                      .mode = mode,
                      .env = env,
                      .n_env = 2,
                      .cwd = {"/srv/app", 8},
                      .home = {"/root", 5},
                      .host = {.name = {"host", 4}, .cpus = 4}};
    const struct source *src = source_new(&a, STR("fuzz.js"), str_of(path), text);
    const struct value *v = json ? front_json(&f, src) : front_js(&f, src);
    if (!v && sink.list.n == 0)
        abort();
    for (size_t i = 0; i < sink.list.n; i++) {
        const struct span *s = &sink.list.at[i]->span;
        if (s->begin > s->end || (s->src && s->end > s->src->text.n))
            abort();
    }
    if (v)
        (void)value_json(&a, v);
    arena_done(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct str text = {(const char *)data, size};
    try_once(text, FRONT_CONCRETE, false, "/srv/app/fuzz.js");
    try_once(text, FRONT_SYMBOLIC, false, "/srv/app/fuzz.js");
    try_once(text, FRONT_CONCRETE, false, "/srv/app/fuzz.ts");
    try_once(text, FRONT_CONCRETE, true, "/srv/app/fuzz.json");
    return 0;
}

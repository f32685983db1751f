/* Choosing the front end by the file's kind; reading sources; the environment. */
#include "compiler/front/front.h"

#include <stdlib.h>

#include "lint/lint.h"

/* PM2 looks for these anywhere in the file name, in this order (facts: Common.js isConfigFile). */
static const struct {
    const char *mark;
    const struct value *(*read)(struct front *f, const struct source *src);
} kinds[] = {
    {".json", front_json},
    {".yml", front_yaml},
    {".yaml", front_yaml},
};

struct source *front_source(struct front *f, struct str path, struct err *err) {
    struct str text;
    if (f->files->read(f->files, path, FRONT_FILE_LIMIT, f->arena, &text, err) < 0)
        return NULL;
    struct source *src = source_new(f->arena, path_relative(f->arena, f->cwd, path), path, text);
    VEC_PUSH(f->arena, &f->sources, src);
    return src;
}

const struct value *front_load(struct front *f, struct str path) {
    struct err err = {0};
    const struct source *src = front_source(f, path, &err);
    if (!src) {
        struct source *none =
            source_new(f->arena, path_relative(f->arena, f->cwd, path), path, STR(""));
        /* The place is shown beside the message: what is left of "path: reason" is the reason. */
        struct str why = str_of(err.msg);
        if (str_starts(why, path) && why.n > path.n + 2)
            why = str_skip(why, path.n + 2);
        struct diag *d = diag_add(f->sink, RULE_PARSE_ERROR, span_of(none, 0, 0),
                                  "the file cannot be read: %.*s", STR_ARG(why));
        diag_help(f->sink, d, "name a file that exists and may be read");
        return NULL;
    }
    struct str name = path_basename(path);
    for (size_t i = 0; i < ARRAY_LEN(kinds); i++) {
        struct str mark = str_of(kinds[i].mark);
        for (size_t at = 0; at + mark.n <= name.n; at++)
            if (str_starts(str_skip(name, at), mark))
                return kinds[i].read(f, src);
    }
    return front_js(f, src);
}

const struct front_host *front_host(struct front *f) {
    if (f->ask_host)
        f->ask_host(f->arena, &f->host);
    f->ask_host = NULL;
    return &f->host;
}

static int compare_name(const void *key, const void *item) {
    return str_cmp(*(const struct str *)key, ((const struct env_var *)item)->name);
}

static void note_read(struct front *f, struct str name) {
    for (size_t i = 0; i < f->env_reads.n; i++)
        if (str_eq(f->env_reads.at[i], name))
            return;
    VEC_PUSH(f->arena, &f->env_reads, name);
}

bool front_getenv(struct front *f, struct str name, struct str *value) {
    note_read(f, name);
    const struct env_var *hit =
        f->n_env ? bsearch(&name, f->env, f->n_env, sizeof *f->env, compare_name) : NULL;
    if (hit)
        *value = hit->value;
    return hit != NULL;
}

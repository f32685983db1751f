/* Finding .ecoc.yaml, and what its settings do. */
#include "compiler/settings.h"

#include "compiler/settings_read.h"
#include "schema/model/model.h"
#include "schema/unit/glob.h"

void settings_init(struct settings_store *store, struct arena *a, struct files *files,
                   struct str cwd) {
    *store = (struct settings_store){.arena = a};
    diag_sink_init(&store->sink, a, lint_rules, RULE_COUNT);
    store->front = (struct front){.arena = a,
                                  .sink = &store->sink,
                                  .files = files ? files : files_worktree(a),
                                  .mode = FRONT_SYMBOLIC,
                                  .cwd = cwd};
}

static struct settings *settings_new(struct arena *a) {
    struct settings *s = arena_new(a, struct settings);
    *s = (struct settings){.target = -1, .fail_on = -1, .max_warnings = -1};
    for (size_t i = 0; i < RULE_COUNT; i++)
        s->level[i] = LEVEL_AS_IS;
    return s;
}

/* The file that holds for a directory; empty for none. */
static struct str find(struct settings_store *store, struct str dir) {
    struct files *files = store->front.files;
    struct str root = files_repository(files, store->arena, dir);
    for (;; dir = path_dirname(dir)) {
        struct str path = path_join(store->arena, dir, STR(".ecoc.yaml"));
        if (files->kind(files, path) == FILE_REGULAR)
            return path;
        if (dir.n <= 1 || str_eq(dir, root))
            return STR("");
    }
}

static struct str place_of(struct settings_store *store, struct str path) {
    if (store->is_isolated)
        return STR("");
    if (store->given.n)
        return store->given;
    bool is_dir = store->front.files->kind(store->front.files, path) == FILE_DIRECTORY;
    return find(store, is_dir ? path : path_dirname(path));
}

const struct settings *settings_for(struct settings_store *store, struct str path) {
    struct str file = place_of(store, path);
    for (size_t i = 0; i < store->known.n; i++)
        if (str_eq(store->known.at[i]->path, file))
            return store->known.at[i];
    struct settings *s = settings_new(store->arena);
    s->path = file;
    s->dir = path_dirname(file);
    VEC_PUSH(store->arena, &store->known, s);
    if (file.n)
        settings_read(store, s);
    return s;
}

bool settings_ignores(const struct settings *s, struct str path) {
    if (s->path.n == 0 || !path_is_below(path, s->dir) || path.n <= s->dir.n + 1)
        return false;
    struct str inside = str_skip(path, s->dir.n + (s->dir.n > 1));
    for (size_t i = 0; i < s->ignore.n; i++)
        if (glob_covers(s->ignore.at[i], inside))
            return true;
    return false;
}

/* ---- assumptions ----------------------------------------------------------------------------- */

static bool is_unknown(const struct value *v) {
    for (size_t i = 0; i < value_alternatives(v); i++)
        if (value_alternative(v, i)->kind == VALUE_UNKNOWN)
            return true;
    return false;
}

static void take_back(struct diag_sink *sink, const struct app *app, enum opt_id id) {
    for (size_t i = sink->list.n; i > 0; i--) {
        const struct diag *d = sink->list.at[i - 1];
        if (d->rule == RULE_NOT_STATIC && str_eq(d->app, app->label) &&
            str_eqz(d->option, options[id].name))
            diag_drop(sink, i - 1);
    }
}

static void assume(const struct lint_assumption *it, struct app *app, struct diag_sink *sink) {
    struct setting *setting = app->set[it->option];
    if (!str_eq(app->label, it->app) || !setting || !is_unknown(setting->value))
        return;
    struct value *value = arena_new(sink->arena, struct value);
    *value = *it->value;
    value->span = setting->value->span;
    setting->value = value;
    setting->data = NULL;
    take_back(sink, app, it->option);
}

void settings_assume(const struct lint_settings *s, struct model *model, struct diag_sink *sink) {
    for (size_t i = 0; i < s->n_assume; i++)
        for (size_t k = 0; k < model->apps.n; k++)
            assume(&s->assume[i], model->apps.at[k], sink);
}

/* ---- levels ---------------------------------------------------------------------------------- */

void settings_level(const struct settings *s, struct diag_sink *sink) {
    for (size_t i = sink->list.n; i > 0; i--) {
        int level = s->level[sink->list.at[i - 1]->rule];
        if (level == LEVEL_OFF)
            diag_drop(sink, i - 1);
        else if (level != LEVEL_AS_IS)
            diag_severity_set(sink, sink->list.at[i - 1], (enum diag_severity)level);
    }
}

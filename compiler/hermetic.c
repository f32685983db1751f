/* The reads that the front end could not settle, less those that are bound late. */
#include "compiler/hermetic.h"

struct uses {
    bool *late, *other; /* by number of gap: in an env block as it is; anywhere else */
};

static void mark(bool *marks, const struct value *v) {
    for (size_t i = 0; v->late && i < v->late->n; i++)
        if (v->late->parts[i].gap)
            marks[v->late->parts[i].gap - 1] = true;
}

static void mark_all(bool *marks, const struct value *v, unsigned depth) {
    enum { DEPTH_MOST = 1000 };
    mark(marks, v);
    if (depth > DEPTH_MOST)
        return;
    for (size_t i = 0; v->kind == VALUE_ARRAY && i < v->array.n; i++)
        mark_all(marks, v->array.at[i], depth + 1);
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->object.n; i++)
        mark_all(marks, v->object.at[i].value, depth + 1);
}

/* Only a variable of the block itself is bound late: an object in it becomes JSON text. */
static void use_env(struct uses *u, const struct value *v) {
    for (size_t i = 0; v->kind == VALUE_OBJECT && i < v->object.n; i++) {
        const struct value *item = v->object.at[i].value;
        bool is_deep = item->kind == VALUE_OBJECT || item->kind == VALUE_ARRAY;
        mark_all(is_deep ? u->other : u->late, item, 0);
    }
}

static void use_app(struct uses *u, const struct app *app) {
    for (unsigned id = 0; id < OPT_COUNT; id++)
        if (app->set[id] && id != OPT_ENV)
            mark_all(u->other, app->set[id]->value, 0);
    if (app->set[OPT_ENV])
        use_env(u, app->set[OPT_ENV]->value);
    for (size_t i = 0; i < app->profiles.n; i++)
        use_env(u, app->profiles.at[i].value);
}

static bool has_name(const struct front_gap *const *list, size_t n, struct str name) {
    for (size_t i = 0; i < n; i++)
        if (str_eq(list[i]->name, name))
            return true;
    return false;
}

size_t hermetic_needs(struct pipeline *p, const struct front_gap ***needs) {
    size_t n_gaps = p->front.gaps.n, n = 0;
    struct uses u = {arena_array(p->arena, bool, n_gaps), arena_array(p->arena, bool, n_gaps)};
    const struct front_gap **list = arena_array(p->arena, const struct front_gap *, n_gaps);
    for (size_t i = 0; p->model && !p->bake_env && i < p->model->apps.n; i++)
        use_app(&u, p->model->apps.at[i]);
    for (size_t i = 0; i < n_gaps; i++) {
        const struct front_gap *gap = &p->front.gaps.at[i];
        bool is_need = !gap->is_settled && !(u.late[i] && !u.other[i]);
        if (is_need && !has_name(list, n, gap->name))
            list[n++] = gap;
    }
    *needs = list;
    return n;
}

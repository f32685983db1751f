/* Rules of depends_on: the names are those of apps, and nobody waits for himself. */
#include "lint/rules.h"

#include "schema/base/buf.h"
#include "schema/unit/did_you_mean.h"

/* One name in a depends_on. */
struct need {
    size_t app;
    struct str name;
    struct span span;
    struct str when; /* as lint_when writes it */
    bool is_certain; /* it is there whatever the environment */
    size_t on;       /* the app that has the name; NOBODY */
};

#define NOBODY SIZE_MAX

struct depends {
    struct lint *l;
    struct lint_name *names;
    size_t cap, n_names;
    bool has_uncertain;     /* some app has a name that is not known: it may be any */
    VEC(struct need) needs; /* by app */
    size_t *first;          /* of each app, and one more */
};

/* ---- collecting -------------------------------------------------------------------------------- */

static void add_need(struct depends *d, size_t app, const struct value *v, struct str when,
                     bool is_certain) {
    const struct setting *s = d->l->model->apps.at[app]->set[OPT_DEPENDS_ON];
    if (v->kind != VALUE_STRING || v->late || v->string.n == 0)
        return; /* bound when the plan is loaded, or bind has said it */
    struct need need = {.app = app,
                        .name = v->string,
                        .span = lint_span(v, s->key_span),
                        .when = when,
                        .is_certain = is_certain,
                        .on = NOBODY};
    const struct lint_name *found = lint_name_slot(d->names, d->cap, v->string);
    if (found->name.n)
        need.on = found->app;
    VEC_PUSH(d->l->a, &d->needs, need);
}

static void collect_needs(struct depends *d, size_t app) {
    const struct app *a = d->l->model->apps.at[app];
    const struct value *v = app_value(a, OPT_DEPENDS_ON);
    bool is_certain = !a->maybe && v && v->kind != VALUE_CHOICE;
    for (size_t i = 0; v && i < value_alternatives(v); i++) {
        const struct value *alt = value_alternative(v, i);
        struct str when = lint_when(d->l, v, i);
        if (alt->kind != VALUE_ARRAY) {
            add_need(d, app, alt, when, is_certain);
            continue;
        }
        for (size_t k = 0; k < alt->array.n; k++) {
            const struct value *item = alt->array.at[k];
            bool is_one = item->kind != VALUE_CHOICE;
            for (size_t n = 0; n < value_alternatives(item); n++)
                add_need(d, app, value_alternative(item, n),
                         is_one ? when : lint_when(d->l, item, n), is_certain && is_one);
        }
    }
}

static void collect_names(struct depends *d) {
    const struct model *m = d->l->model;
    d->cap = m->apps.n * 2 + 1;
    d->names = arena_array(d->l->a, struct lint_name, d->cap);
    for (size_t i = 0; i < m->apps.n; i++) {
        struct span span = {0};
        bool is_computed;
        struct str name = lint_certain_name(m->apps.at[i], &span, &is_computed);
        struct lint_name *slot = name.n ? lint_name_slot(d->names, d->cap, name) : NULL;
        d->has_uncertain = d->has_uncertain || !slot;
        if (slot && !slot->name.n) {
            *slot = (struct lint_name){name, span, i};
            d->n_names++;
        }
    }
}

/* ---- EC0116 ------------------------------------------------------------------------------------ */

static void report_nobody(struct depends *d, const struct need *need) {
    struct lint *l = d->l;
    const struct app *app = l->model->apps.at[need->app];
    struct str *names = arena_array(l->a, struct str, d->n_names + 1);
    size_t n = 0;
    for (size_t i = 0; i < l->model->apps.n; i++) {
        struct span span;
        bool is_computed;
        struct str name = lint_certain_name(l->model->apps.at[i], &span, &is_computed);
        if (name.n && i != need->app && n < d->n_names)
            names[n++] = name;
    }
    size_t near = did_you_mean(need->name, names, n);
    struct diag *diag =
        diag_add(l->sink, RULE_DEPENDS_ON_NOBODY, need->span,
                 "`%.*s` would never start: it depends on '%.*s', and no app has that name%.*s",
                 STR_ARG(app->label), STR_ARG(need->name), STR_ARG(need->when));
    diag_about(diag, app->label, str_of(options[OPT_DEPENDS_ON].name));
    diag->token = need->name;
    if (near < n) {
        diag_label(l->sink, diag, "did you mean `%.*s`?", STR_ARG(names[near]));
        diag_help(l->sink, diag, "write '%.*s'", STR_ARG(names[near]));
    } else {
        diag_help(l->sink, diag, "name an app of this file, or remove '%.*s'", STR_ARG(need->name));
    }
}

/* ---- EC0117 ------------------------------------------------------------------------------------ */

enum { NEW, ON_THE_WAY, DONE };

struct walk {
    unsigned char *state; /* by app */
    size_t *stack;        /* needs: of the first app, of the app that that one needs, ... */
    size_t depth;
};

/* From the need that closes the circle back to where it begins. */
static void report_circle(struct depends *d, const struct walk *w, const struct need *closing) {
    struct lint *l = d->l;
    size_t begin = 0;
    while (begin < w->depth && d->needs.at[w->stack[begin]].app != closing->on)
        begin++;
    const struct need *first = &d->needs.at[begin < w->depth ? w->stack[begin] : w->stack[0]];
    const struct app *app = l->model->apps.at[first->app];
    struct buf way = {0};
    buf_str(&way, closing->name);
    for (size_t i = begin; i < w->depth; i++)
        buf_fmt(&way, " -> %.*s", STR_ARG(d->needs.at[w->stack[i]].name));
    struct str text = arena_str(l->a, way.failed ? STR("...") : (struct str){way.p, way.n});
    buf_done(&way);
    struct diag *diag = diag_add(l->sink, RULE_DEPENDS_ON_CIRCLE, first->span,
                                 "`%.*s` would never start: it depends on itself, %.*s",
                                 STR_ARG(closing->name), STR_ARG(text));
    diag_about(diag, app->label, str_of(options[OPT_DEPENDS_ON].name));
    diag->token = text;
    for (size_t i = begin + 1; i < w->depth; i++) {
        const struct need *need = &d->needs.at[w->stack[i]];
        diag_relate(l->sink, diag, need->span, "`%.*s` depends on '%.*s'",
                    STR_ARG(l->model->apps.at[need->app]->label), STR_ARG(need->name));
    }
    diag_help(l->sink, diag, "remove one of these names: the one that can start without the other");
}

/* Depth first, without recursion: a file may have thousands of apps. */
static void walk_from(struct depends *d, struct walk *w, size_t *next, size_t app) {
    w->state[app] = ON_THE_WAY;
    w->depth = 0;
    for (;;) {
        if (next[app] == d->first[app + 1]) {
            w->state[app] = DONE;
            if (w->depth == 0)
                return;
            app = d->needs.at[w->stack[--w->depth]].app;
            continue;
        }
        size_t at = next[app]++;
        const struct need *need = &d->needs.at[at];
        if (!need->is_certain || need->on == NOBODY || w->state[need->on] == DONE)
            continue;
        w->stack[w->depth++] = at;
        if (w->state[need->on] == ON_THE_WAY) {
            report_circle(d, w, need);
            w->depth--;
        } else {
            app = need->on;
            w->state[app] = ON_THE_WAY;
        }
    }
}

void rule_depends_on(struct lint *l) {
    const struct model *m = l->model;
    struct depends d = {.l = l};
    bool any = false;
    for (size_t i = 0; i < m->apps.n && !any; i++)
        any = app_value(m->apps.at[i], OPT_DEPENDS_ON);
    if (!any)
        return;
    collect_names(&d);
    d.first = arena_array(l->a, size_t, m->apps.n + 1);
    for (size_t i = 0; i < m->apps.n; i++) {
        collect_needs(&d, i);
        d.first[i + 1] = d.needs.n;
    }
    for (size_t i = 0; i < d.needs.n && !d.has_uncertain; i++)
        if (d.needs.at[i].on == NOBODY)
            report_nobody(&d, &d.needs.at[i]);
    struct walk w = {.state = arena_array(l->a, unsigned char, m->apps.n),
                     .stack = arena_array(l->a, size_t, m->apps.n + 1)};
    size_t *next = arena_array(l->a, size_t, m->apps.n + 1);
    memcpy(next, d.first, (m->apps.n + 1) * sizeof *next);
    for (size_t i = 0; i < m->apps.n; i++)
        if (w.state[i] == NEW)
            walk_from(&d, &w, next, i);
}

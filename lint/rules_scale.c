/* What the number of instances alone makes of the source: pools multiply, and even one instance of a cluster
 * is two while it reloads. */
#include "lint/hazard.h"

#include <stdlib.h>

/* ---- EC0431 ---------------------------------------------------------------------------------- */

/* What PostgreSQL admits unless max_connections says more; MySQL has 151. */
enum { CONNECTIONS = 100, POOL_MOST = 100000 };

/* A size that is written as a number; 0 where it is not. */
static int64_t pool_size(struct hazard *h, uint32_t file, const struct fact_mark *m) {
    const char *text = arena_cstr(h->l->a, hazard_str(h, file, m->detail));
    char *end;
    long n = strtol(text, &end, 10);
    return *end || n < 0 || n > POOL_MOST ? 0 : n;
}

static void check_pool(struct hazard *h, uint32_t file, const struct fact_mark *m) {
    int64_t size = pool_size(h, file, m), n = h->scale.count;
    if (!h->scale.is_many || size == 0 || (n && (n + 1) * size <= CONNECTIONS))
        return;
    struct str all = n ? arena_fmt(h->l->a, " %lld", (long long)(n * size)) : STR("");
    struct diag *d = hazard_add(h, RULE_DB_POOL, file, m->span,
                                "%.*s hold up to%.*s connections to the database, %lld each",
                                STR_ARG(h->scale.shown), STR_ARG(all), (long long)size);
    diag_note(h->l->sink, d,
              "PostgreSQL admits %d unless max_connections says more, and during a reload there is "
              "one process more",
              CONNECTIONS);
    if (n && n < CONNECTIONS)
        diag_help(h->l->sink, d, "let each have its part of the database's limit, such as %lld",
                  (long long)(CONNECTIONS / (n + 1)));
    else
        diag_help(h->l->sink, d, "let each have its part of the database's limit");
    if (!n)
        diag_severity_set(h->l->sink, d, DIAG_HINT);
}

/* ---- EC0433 ---------------------------------------------------------------------------------- */

/* What must not be done by two processes at once, however shortly. */
static bool is_exclusive(struct hazard *h, uint32_t file, const struct fact_mark *m) {
    enum { RIGHT = MARK_READONLY | MARK_DISTRIBUTED | MARK_SHARED | MARK_WAL };
    struct str why;
    bool is_kind = m->kind == MARK_SCHEDULE || m->kind == MARK_CONSUMER || m->kind == MARK_LOCAL_DB;
    return is_kind && !(m->flags & RIGHT) && !hazard_is_locked(h, file, m->body) &&
           !hazard_is_off(h, file, m->function, m->guard, &why);
}

static const struct fact_mark *find_exclusive(struct hazard *h, uint32_t *file) {
    for (*file = 0; *file < h->link->n_files; ++*file) {
        const struct facts *f = h->link->files[*file].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (is_exclusive(h, *file, &f->marks.at[k]))
                return &f->marks.at[k];
    }
    return NULL;
}

static void check_overlap(struct hazard *h) {
    uint32_t file;
    bool is_one = h->scale.is_cluster && !h->scale.is_many && !h->scale.is_many_fork;
    const struct fact_mark *m = is_one ? find_exclusive(h, &file) : NULL;
    if (!m)
        return;
    enum opt_id id = h->app->set[OPT_EXEC_MODE] ? OPT_EXEC_MODE : OPT_INSTANCES;
    struct diag *d =
        diag_add(h->l->sink, RULE_RELOAD_OVERLAP, lint_place(h->app, id),
                 "during a reload `%.*s` is two processes, and both do what only one may",
                 STR_ARG(h->app->label));
    diag_about(d, h->app->label, str_of(options[OPT_EXEC_MODE].name));
    if (id == OPT_INSTANCES)
        diag_label(h->l->sink, d, "without exec_mode this means cluster mode");
    diag_relate(h->l->sink, d, hazard_span(h, file, m->span),
                m->kind == MARK_LOCAL_DB ? "both write it" : "both do this");
    diag_help(h->l->sink, d, "write exec_mode: 'fork', where the old process stops first");
}

void source_scale(struct hazard *h) {
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (f->marks.at[k].kind == MARK_DB_POOL)
                check_pool(h, i, &f->marks.at[k]);
    }
    check_overlap(h);
}

/* Guards that cannot work, and programs that make processes of their own. */
#include "lint/hazard.h"

/* ---- EC0314, EC0315, EC0316 ------------------------------------------------------------------ */

static bool is_default_var(const struct hazard *h) {
    return str_eqz(h->instance_var, "NODE_APP_INSTANCE");
}

/* A guard on it decides wrongly; what is only read is undefined. */
static void report_renamed(struct hazard *h, uint32_t file, struct fact_span span, bool is_guard) {
    const struct setting *set = h->app->set[OPT_INSTANCE_VAR];
    struct diag *d = source_add(
        h, RULE_GUARD_RENAMED, file, span,
        is_guard ? "the guard comes out the same in every instance of `%.*s`: instance_var "
                   "renames NODE_APP_INSTANCE to %.*s"
                 : "NODE_APP_INSTANCE is undefined in `%.*s`: instance_var renames it "
                   "to %.*s",
        STR_ARG(h->app->label), STR_ARG(h->instance_var));
    if (!is_guard)
        diag_severity_set(h->l->sink, d, DIAG_WARNING);
    if (set)
        diag_relate(h->l->sink, d, lint_span(set->value, set->key_span), "renamed here");
    diag_help(h->l->sink, d, "read process.env.%.*s, or remove instance_var",
              STR_ARG(h->instance_var));
}

static void report_pm_id(struct hazard *h, uint32_t file, struct fact_span span) {
    struct diag *d = hazard_add(h, RULE_GUARD_PM_ID, file, span,
                                "pm_id counts over all apps: the guard may come out true for no "
                                "instance of `%.*s`",
                                STR_ARG(h->app->label));
    diag_help(h->l->sink, d, "test process.env.%.*s instead", STR_ARG(h->instance_var));
}

static void report_number(struct hazard *h, uint32_t file, const struct fact_guard *g,
                          struct str env) {
    struct str literal = hazard_str(h, file, g->literal);
    struct diag *d = hazard_add(
        h, RULE_GUARD_NUMBER, file, g->span, "%.*s is a string, and `%s %.*s` is never %s",
        STR_ARG(env), g->negated ? "!==" : "===", STR_ARG(literal), g->negated ? "false" : "true");
    diag_help(h->l->sink, d, "compare with '%.*s'", STR_ARG(literal));
}

static void check_guard(struct hazard *h, uint32_t file, const struct fact_guard *g) {
    struct str env = hazard_str(h, file, g->env);
    if (g->kind != GUARD_ENV)
        return;
    if (str_eqz(env, "pm_id") && g->literal.n)
        report_pm_id(h, file, g->span);
    else if (str_eqz(env, "NODE_APP_INSTANCE") && !is_default_var(h))
        report_renamed(h, file, g->span, true);
    else if (g->is_number && g->is_strict &&
             (str_eqz(env, "NODE_APP_INSTANCE") || str_eq(env, h->instance_var)))
        report_number(h, file, g, env);
}

/* One condition may guard several things, and an `else` is the same condition once more. */
static bool is_new(const struct facts *f, uint32_t index) {
    for (uint32_t i = 0; i < index; i++)
        if (f->guards.at[i].span.begin == f->guards.at[index].span.begin)
            return false;
    return true;
}

/* Read outside of any guard: given on, printed, put into a name. */
static void check_reads(struct hazard *h, uint32_t file) {
    const struct facts *f = h->link->files[file].facts;
    if (is_default_var(h))
        return;
    for (uint32_t i = 0; i < f->envs.n; i++) {
        bool in_guard = false;
        for (uint32_t k = 0; k < f->guards.n; k++)
            in_guard = in_guard || (f->guards.at[k].span.begin <= f->envs.at[i].span.begin &&
                                    f->envs.at[i].span.end <= f->guards.at[k].span.end &&
                                    f->guards.at[k].kind == GUARD_ENV);
        if (!in_guard && str_eqz(hazard_str(h, file, f->envs.at[i].name), "NODE_APP_INSTANCE"))
            report_renamed(h, file, f->envs.at[i].span, false);
    }
}

/* ---- EC0307, EC0313, EC0317 ------------------------------------------------------------------ */

static void check_cluster_fork(struct hazard *h) {
    uint32_t file;
    const struct fact_mark *m = hazard_mark(h, MARK_CLUSTER_FORK, &file);
    if (!m || !h->scale.is_cluster)
        return;
    struct diag *d = hazard_add(h, RULE_CLUSTER_IN_CLUSTER, file, m->span,
                                "every instance forks a cluster of its own: `%.*s` already runs in "
                                "cluster mode",
                                STR_ARG(h->app->label));
    const struct setting *set = h->app->set[OPT_EXEC_MODE];
    if (set)
        diag_relate(h->l->sink, d, lint_span(set->value, set->key_span), "cluster mode");
    diag_help(h->l->sink, d, "write exec_mode: 'fork', or leave the forking to cluster mode");
}

/* Only a guard on the instance's number, or on being first, makes a leader. */
static bool is_leader_guard(void *ctx, uint32_t file, const struct fact_guard *g) {
    const struct hazard *h = ctx;
    struct str env = hazard_str(h, file, g->env);
    bool by_number =
        g->kind == GUARD_ENV && (str_eqz(env, "NODE_APP_INSTANCE") || str_eq(env, h->instance_var));
    return (by_number && g->literal.n && !g->negated) || (g->kind == GUARD_PRIMARY && !g->negated);
}

static void check_listen(struct hazard *h) {
    uint32_t n = 0, guarded = 0, at_file = 0;
    const struct fact_mark *at = NULL;
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++) {
            const struct fact_mark *m = &f->marks.at[k];
            if (m->kind != MARK_LISTEN)
                continue;
            n++;
            if (!link_guarded(h->link, i, m->function, m->guard, is_leader_guard, h))
                continue;
            guarded++;
            at = m;
            at_file = i;
        }
    }
    if (!n || guarded < n || !h->scale.is_many)
        return;
    struct diag *d = hazard_add(h, RULE_LEADER_LISTENS, at_file, at->span,
                                "only one of %.*s listens; the others take no connection",
                                STR_ARG(h->scale.shown));
    diag_help(h->l->sink, d, "listen in every instance, or run one");
}

static void check_dead(struct hazard *h) {
    uint32_t file;
    const struct fact_mark *queue = hazard_worker(h, &file);
    if (!h->scale.is_many || !queue)
        return;
    struct diag *d = diag_add(h->l->sink, RULE_DEAD_CLUSTER, lint_place(h->app, OPT_INSTANCES),
                              "%.*s share nothing: no port is opened in the source of `%.*s`",
                              STR_ARG(h->scale.shown), STR_ARG(h->app->label));
    diag_about(d, h->app->label, str_of(options[OPT_EXEC_MODE].name));
    diag_relate(h->l->sink, d, hazard_span(h, file, queue->span), "its work comes from here");
    diag_help(h->l->sink, d, "write exec_mode: 'fork' for workers without a port");
}

void source_guards(struct hazard *h) {
    for (uint32_t i = 0; i < h->link->n_files; i++) {
        const struct facts *f = h->link->files[i].facts;
        for (uint32_t k = 0; k < f->guards.n; k++)
            if (is_new(f, k))
                check_guard(h, i, &f->guards.at[k]);
        check_reads(h, i);
    }
    check_cluster_fork(h);
    check_listen(h);
    check_dead(h);
}

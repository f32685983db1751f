/* Two runs of lint, subtracted both ways by fingerprint: a finding on a moved line is the same
 * one. */
#include "compiler/diff_findings.h"

#include "compiler/check.h"

/* The findings of one side; none where its file is not there. */
static void look(struct diff_sides *s, struct settings_store *settings,
                 const struct diff_side *side, struct findings *found) {
    struct arena *a = s->args->arena;
    struct check check = {.args = s->args,
                          .arena = a,
                          .mode = FRONT_SYMBOLIC,
                          .target = -1,
                          .min_confidence = DIAG_LOW,
                          .settings = settings,
                          .files = side->files,
                          .root = s->git ? git_workdir(s->git) : s->cwd};
    struct str name = path_relative(a, pipeline_cwd(a), side->path);
    check_files(&check, &name, side->path.n ? 1 : 0, found);
}

static bool is_plan(const struct diff_side *side, const struct loaded *loaded) {
    return side->where == WHERE_RUNNING || (loaded->image.n && !loaded->pipeline.model);
}

/* ---- subtracting ----------------------------------------------------------------------------- */

struct known {
    struct str key;
    enum diag_severity severity;
    bool is_matched;
};

/* Lint's fingerprint; of a finding in the configuration itself without the file's name, which may
 * be another on the other side. */
static struct str key_of(const struct diag_sink *sink, const struct diag *d, struct str path) {
    if (!d->span.src || !str_eq(d->span.src->path, path))
        return diag_fingerprint(sink, d);
    return arena_fmt(sink->arena, "%s|%.*s|%.*s|%.*s", sink->rules[d->rule].code, STR_ARG(d->app),
                     STR_ARG(d->option), STR_ARG(d->token));
}

static struct known *known_of(const struct findings *found, struct str path) {
    size_t n = found->sink.list.n;
    struct known *out = arena_array(found->sink.arena, struct known, n + 1);
    for (size_t i = 0; i < n; i++)
        out[i] = (struct known){.key = key_of(&found->sink, found->sink.list.at[i], path),
                                .severity = found->sink.list.at[i]->severity};
    return out;
}

/* Pairs what both sides have; a finding that has become more severe is a new one. */
static void match(struct known *before, size_t n_before, struct known *after, size_t n_after) {
    for (size_t i = 0; i < n_after; i++)
        for (size_t k = 0; k < n_before && !after[i].is_matched; k++)
            if (!before[k].is_matched && after[i].severity <= before[k].severity &&
                str_eq(before[k].key, after[i].key))
                after[i].is_matched = before[k].is_matched = true;
}

struct taker {
    struct arena *a;
    VEC(struct diff_finding) list;
    VEC(struct str) apps;
};

static void take(struct taker *t, const struct findings *from, const struct known *known,
                 bool is_new) {
    const struct diag_sink *sink = &from->sink;
    for (size_t i = 0; i < sink->list.n; i++) {
        const struct diag *d = sink->list.at[i];
        const struct diag_rule *rule = &sink->rules[d->rule];
        struct diff_finding f = {.is_new = is_new,
                                 .code = rule->code,
                                 .name = rule->name,
                                 .severity = d->severity,
                                 .message = d->message};
        if (d->severity < DIAG_INFO || known[i].is_matched)
            continue;
        if (d->span.src) {
            f.file = d->span.src->name;
            f.line = source_place(d->span.src, d->span.begin).line;
        }
        VEC_PUSH(t->a, &t->list, f);
        VEC_PUSH(t->a, &t->apps, d->app);
    }
}

void diff_findings(struct diff_sides *s, struct settings_store *settings,
                   const struct loaded *old_side, const struct loaded *new_side,
                   struct diff_found *found) {
    struct arena *a = s->args->arena;
    struct taker t = {.a = a};
    struct findings before, *after = arena_new(a, struct findings);
    *found = (struct diff_found){0};
    if (is_plan(&s->new_side, new_side))
        return;
    look(s, settings, &s->new_side, after);
    found->newer = &after->sink;
    if (is_plan(&s->old_side, old_side))
        return;
    look(s, settings, &s->old_side, &before);
    if (diag_has(&before.sink, RULE_PARSE_ERROR, STR("")))
        return;
    struct known *old = known_of(&before, s->old_side.path);
    struct known *new = known_of(after, s->new_side.path);
    match(old, before.sink.list.n, new, after->sink.list.n);
    take(&t, after, new, true);
    take(&t, &before, old, false);
    found->at = t.list.at;
    found->apps = t.apps.at;
    found->n = t.list.n;
}

static bool has_app(const struct plan *plan, const char *name) {
    return plan && plan_find(plan, name) < plan->n_apps;
}

/* Of the findings about no app of the page: about the file, or about an app that does not
 * change. */
static bool is_of_page(struct arena *a, struct str app, const struct diff *diff,
                       const struct diff_page *page) {
    const char *name = arena_cstr(a, app);
    for (size_t i = 0; i < page->n_apps; i++)
        if (str_eq(app, page->apps[i].name))
            return false;
    return !app.n || has_app(diff->new_plan, name) || has_app(diff->old_plan, name);
}

void diff_findings_attach(struct arena *a, const struct diff_found *found, const struct diff *diff,
                          struct diff_page *page) {
    VEC(struct diff_finding) rest = {0};
    for (size_t i = 0; i < page->n_apps; i++) {
        VEC(struct diff_finding) mine = {0};
        for (size_t k = 0; k < found->n; k++)
            if (str_eq(found->apps[k], page->apps[i].name))
                VEC_PUSH(a, &mine, found->at[k]);
        page->apps[i].findings = mine.at;
        page->apps[i].n_findings = mine.n;
    }
    for (size_t k = 0; k < found->n; k++)
        if (is_of_page(a, found->apps[k], diff, page))
            VEC_PUSH(a, &rest, found->at[k]);
    page->findings = rest.at;
    page->n_findings = rest.n;
}

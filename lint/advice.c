/* From findings and marks to a judgement, and the words for it. */
#include <stdio.h>
#include <stdlib.h>

#include "lint/advice_in.h"
#include "lint/project.h"

/* ---- the judgement --------------------------------------------------------------------------- */

/* Copies with a port each are chosen one by one, by a proxy that knows them: what they keep is theirs. */
static bool are_apart(const struct advice_facts *f) {
    return f->is_many_fork && f->has_own_port && !f->is_many_cluster;
}

static enum advice_risk risk_of(const struct advice_facts *f) {
    bool many = f->is_many_cluster || f->is_many_fork;
    if (f->errors || (many && f->breaks[0] && !are_apart(f)))
        return RISK_HIGH;
    /* One cluster process is two while it is reloaded. */
    if (f->warnings || (many && (f->breaks[0] || f->breaks[1] || f->weakens)) ||
        (f->is_cluster && f->breaks[0]))
        return RISK_MEDIUM;
    return f->is_read ? RISK_LOW : RISK_UNKNOWN;
}

struct advice_verdict advice_judge(const struct advice_facts *f) {
    struct advice_verdict v = {ADVICE_FORK, COUNT_ONE, risk_of(f)};
    bool many = f->is_many_cluster || f->is_many_fork;
    if (are_apart(f))
        v.count = COUNT_KEEP;
    else if (f->breaks[0] || f->breaks[1] || f->forks)
        v.count = COUNT_ONE;
    else if (!f->is_plain)
        v.count = f->is_many_fork ? COUNT_KEEP : COUNT_ONE;
    else if (!f->is_read)
        v = (struct advice_verdict){ADVICE_AS_IS, COUNT_KEEP, v.risk};
    else if (f->is_many_fork && !f->listens)
        v.count = COUNT_KEEP;
    else if (f->listens && f->writes_files && !many)
        v.count = COUNT_ONE; /* a doubt is no reason to change what runs */
    else if (f->listens)
        v = (struct advice_verdict){ADVICE_CLUSTER, many ? COUNT_KEEP : COUNT_MAX, v.risk};
    else if (f->has_queue)
        v.count = many ? COUNT_KEEP : COUNT_SOME;
    return v;
}

const char *advice_mode_name(enum advice_mode mode) {
    static const char *const names[] = {NULL, "fork", "cluster"};
    return names[mode];
}

const char *advice_risk_name(enum advice_risk risk) {
    static const char *const names[] = {"unknown", "low", "medium", "high"};
    return names[risk];
}

const char *advice_kind_name(enum advice_kind kind) {
    static const char *const names[] = {"breaks", "weakens", "now", "shows"};
    return names[kind];
}

/* ---- how it runs now ------------------------------------------------------------------------- */

static struct str count_text(struct lint *l, const struct process *p) {
    if (p->instances_given && !p->instances_known)
        return STR("unknown");
    if (p->instances > 0)
        return arena_fmt(l->a, "%lld", (long long)p->instances);
    return p->instances ? arena_fmt(l->a, "max%lld", (long long)p->instances) : STR("max");
}

/* "when A" of " (when A)". */
static struct str condition(struct str when) {
    return when.n > 3 ? (struct str){when.p + 2, when.n - 3} : STR("");
}

static void add_now(struct advice_case *c, const struct process *p) {
    struct advice *out = c->out;
    struct advice_now now = {p->is_cluster ? "cluster" : "fork", count_text(c->l, p),
                             condition(p->when),
                             p->instances_given && (!p->instances_known || p->instances != 1)};
    if (p->mode_is_given && !p->mode_is_known)
        now.mode = "unknown";
    for (size_t i = 0; i < out->now.n; i++)
        if (str_eqz(str_of(out->now.at[i].mode), now.mode) &&
            str_eq(out->now.at[i].count, now.count))
            return;
    VEC_PUSH(c->l->a, &out->now, now);
    bool cluster = str_eqz(str_of(now.mode), "fork") ? false : true;
    out->facts.is_cluster = out->facts.is_cluster || cluster;
    out->facts.is_many_cluster = out->facts.is_many_cluster || (cluster && now.is_many);
    out->facts.is_many_fork = out->facts.is_many_fork || (!cluster && now.is_many);
}

/* Why cluster mode cannot run it; empty where it can. */
static struct str obstacle(struct advice_case *c, const struct process *p) {
    bool pinned = p->app->set[OPT_INTERPRETER] && !str_eqz(p->interpreter, "node") &&
                  lint_for(c->l, LINT_PM2);
    bool typescript = str_ends(p->script, STR(".ts")) || str_ends(p->script, STR(".tsx"));
    struct str by = path_basename(p->interpreter);
    switch (p->runner) {
    case RUNNER_NODE:
        if (typescript && !pinned)
            return STR(
                "the script is TypeScript, and cluster mode takes what the build makes of it");
        if (!pinned)
            return STR("");
        return arena_fmt(c->l->a, "it is run by %.*s, and cluster mode takes the supervisor's Node",
                         STR_ARG(by));
    case RUNNER_JS:
        return arena_fmt(c->l->a, "it is run by %.*s, and cluster mode takes plain Node",
                         STR_ARG(by));
    case RUNNER_OTHER:
        return arena_fmt(c->l->a, "it is run by %.*s, and cluster mode is for Node", STR_ARG(by));
    case RUNNER_NONE:
        return STR("it runs by itself, and cluster mode is for Node programs");
    case RUNNER_SHELL:
        return STR("the script is a command line, and cluster mode takes a file");
    case RUNNER_MANAGER:
        return arena_fmt(c->l->a,
                         "it is started through %.*s, and cluster mode takes the file itself",
                         STR_ARG(p->manager));
    case RUNNER_UNKNOWN:
        return STR("");
    }
    return STR("");
}

/* *why: the first obstacle. */
static void look_at_now(struct advice_case *c, const struct app *app, struct str *why) {
    struct combos combos;
    struct process p;
    *why = STR("");
    for (processes_of(&combos, c->l, app); process_next(&combos, &p);) {
        add_now(c, &p);
        if (!why->n)
            *why = obstacle(c, &p);
    }
    if (c->out->now.n == 1)
        c->out->now.at[0].when = STR("");
    c->out->facts.is_plain = why->n == 0;
}

/* ---- what the source shows ------------------------------------------------------------------- */

const unsigned advice_servers[5] = {MARK_LISTEN, MARK_HTTP_SERVER, MARK_SOCKETIO_SERVER,
                                    MARK_WS_SERVER, MARK_GATEWAY};

const struct fact_mark *advice_mark(const struct advice_case *c, const unsigned *kinds, size_t n,
                                    uint32_t *file) {
    for (size_t i = 0; c->has_source && i < n; i++) {
        const struct fact_mark *m = hazard_mark(&c->h, kinds[i], file);
        if (m)
            return m;
    }
    return NULL;
}

static bool has(const struct advice_case *c, unsigned kind) {
    uint32_t file;
    return advice_mark(c, &kind, 1, &file) != NULL;
}

/* Files that requests or timers write: others of the machine may find them, or each may have its own. */
static const struct fact_mark *written(const struct advice_case *c, uint32_t *file) {
    for (uint32_t i = 0; c->has_source && i < c->h.link->n_files; i++) {
        const struct facts *f = c->h.link->files[i].facts;
        for (uint32_t k = 0; k < f->marks.n; k++)
            if (f->marks.at[k].kind == MARK_FILE_WRITE &&
                link_runs_later(c->h.link, i, f->marks.at[k].function)) {
                *file = i;
                return &f->marks.at[k];
            }
    }
    return NULL;
}

static void look_at_source(struct advice_case *c) {
    struct advice_facts *f = &c->out->facts;
    uint32_t file;
    f->is_read = c->has_source && c->h.source->n_skipped == 0;
    f->listens = advice_mark(c, advice_servers, ARRAY_LEN(advice_servers), &file) != NULL;
    f->has_own_port = f->listens && hazard_has_own_port(&c->h);
    f->writes_files = written(c, &file) != NULL;
    f->has_queue = has(c, MARK_QUEUE_SHARED);
    f->forks = has(c, MARK_CLUSTER_FORK);
    c->out->n_files = c->has_source ? c->h.source->files.n : 0;
}

/* ---- reasons --------------------------------------------------------------------------------- */

static void add_reason(struct advice_case *c, struct advice_reason reason) {
    VEC_PUSH(c->l->a, &c->out->reasons, reason);
}

static bool is_any(unsigned rule, const unsigned *rules, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (rules[i] == rule)
            return true;
    return false;
}

bool advice_is_guard(const struct diag *d) {
    static const unsigned guards[] = {RULE_GUARD_RENAMED, RULE_GUARD_PM_ID, RULE_GUARD_NUMBER};
    return d && is_any(d->rule, guards, ARRAY_LEN(guards));
}

/* What a finding is to the advice; false: nothing. */
static bool kind_of(const struct advice_facts *f, const struct diag *d, enum advice_kind *kind) {
    static const unsigned weakens[] = {RULE_LOCAL_CACHE, RULE_RATE_LIMIT, RULE_METRICS,
                                       RULE_WORKER_POOL, RULE_DB_POOL};
    const char *code = lint_rules[d->rule].code;
    static const char *const groups[] = {"EC02", "EC03", "EC05", "EC06", "EC07"};
    if (strncmp(code, "EC04", 4) == 0) {
        *kind = is_any(d->rule, weakens, ARRAY_LEN(weakens)) || d->severity < DIAG_WARNING
                    ? ADVICE_WEAKENS
                    : ADVICE_BREAKS;
        return d->severity >= DIAG_INFO;
    }
    if (advice_is_guard(d) || d->rule == RULE_LEADER_LISTENS) {
        *kind = ADVICE_BREAKS;
        return d->severity >= DIAG_WARNING;
    }
    /* Said of every program that forks, since it is looked at as if it were in cluster mode. */
    if (d->rule == RULE_CLUSTER_IN_CLUSTER && !f->is_cluster)
        return false;
    *kind = ADVICE_NOW;
    for (size_t i = 0; i < ARRAY_LEN(groups); i++)
        if (strncmp(code, groups[i], 4) == 0)
            return d->severity >= DIAG_WARNING;
    return false;
}

static void count(struct advice_facts *f, const struct diag *d, enum advice_kind kind) {
    bool error = d->severity == DIAG_ERROR, now = kind == ADVICE_NOW || advice_is_guard(d);
    if (kind == ADVICE_BREAKS)
        f->breaks[error ? 0 : 1]++;
    if (kind == ADVICE_WEAKENS && d->severity >= DIAG_WARNING)
        f->weakens++;
    if (now && error)
        f->errors++;
    else if (now)
        f->warnings++;
}

static void take_findings(struct advice_case *c) {
    const struct diag_sink *sink = c->l->in->sink;
    for (size_t i = 0; i < sink->list.n; i++) {
        const struct diag *d = sink->list.at[i];
        enum advice_kind kind;
        if (!str_eq(d->app, c->out->app->label) || !kind_of(&c->out->facts, d, &kind))
            continue;
        add_reason(c, (struct advice_reason){kind, d, d->message, d->help, d->span});
        count(&c->out->facts, d, kind);
    }
}

/* stateful: ['websocket']: said, where the source may not show it. */
static void take_declared(struct advice_case *c) {
    struct lint_alt alt;
    for (size_t at = 0; lint_next(c->l, c->out->app, OPT_STATEFUL, &at, &alt);)
        for (size_t i = 0; i < alt.data.n; i++) {
            struct str what = alt.data.items[i].text;
            struct str text = arena_fmt(
                c->l->a, "`stateful` declares `%.*s`: it is kept in one process", STR_ARG(what));
            struct span span = lint_span(alt.value, alt.setting->key_span);
            add_reason(c, (struct advice_reason){ADVICE_BREAKS, NULL, text,
                                                 STR("share it between the instances, then remove "
                                                     "it from `stateful`"),
                                                 span});
            c->out->facts.breaks[0]++;
        }
}

static void say(struct advice_case *c, struct str text, enum opt_id place) {
    struct span span = place < OPT_COUNT ? lint_place(c->out->app, place) : (struct span){0};
    add_reason(c, (struct advice_reason){ADVICE_SHOWS, NULL, text, STR(""), span});
}

static struct str files_text(struct lint *l, size_t n) {
    return n == 1 ? STR("1 file") : arena_fmt(l->a, "%zu files", n);
}

/* Why the source says nothing. */
static struct str unread(struct advice_case *c) {
    if (!c->l->in->scan || (!c->has_source && !c->h.source))
        return STR("which file it starts is not known, so its source could not be looked at");
    if (!c->has_source)
        return c->h.source->note.n ? arena_fmt(c->l->a, "its source was not found: %.*s",
                                               STR_ARG(c->h.source->note))
                                   : STR("its source was not found");
    return arena_fmt(c->l->a,
                     "%u of its source files could not be read: what is in there is not known",
                     c->h.source->n_skipped);
}

static void show_mark(struct advice_case *c, const struct fact_mark *m, uint32_t file,
                      const char *text) {
    if (m)
        add_reason(c, (struct advice_reason){ADVICE_SHOWS, NULL, str_of(text), STR(""),
                                             hazard_span(&c->h, file, m->span)});
}

/* What the source shows for the judgement, where it was read. */
static void take_shown(struct advice_case *c) {
    static const unsigned forks[] = {MARK_CLUSTER_FORK}, queues[] = {MARK_QUEUE_SHARED};
    const struct advice_facts *f = &c->out->facts;
    const struct fact_mark *m;
    struct str files = files_text(c->l, c->out->n_files);
    bool breaks = f->breaks[0] || f->breaks[1], doubt = f->writes_files && f->listens && !breaks;
    uint32_t file = 0;
    m = advice_mark(c, forks, 1, &file);
    show_mark(c, m, file, "it makes processes of its own here");
    m = advice_mark(c, advice_servers, ARRAY_LEN(advice_servers), &file);
    show_mark(c, m, file, "it takes connections here");
    m = doubt ? written(c, &file) : NULL;
    show_mark(c, m, file,
              "it writes files here: several processes are right only where each finds what the "
              "others wrote");
    m = advice_mark(c, queues, 1, &file);
    show_mark(c, m, file, "its jobs come from a store that all instances share");
    if (!f->listens)
        say(c,
            arena_fmt(c->l->a, "nothing in %.*s of its source listens on a port", STR_ARG(files)),
            OPT_COUNT);
    if (!breaks)
        say(c,
            arena_fmt(c->l->a, "nothing %sthat several processes would break was found in %.*s",
                      doubt ? "else " : "", STR_ARG(files)),
            OPT_COUNT);
}

static void take_evidence(struct advice_case *c, struct str why) {
    if (why.n)
        say(c, why, c->out->app->set[OPT_INTERPRETER] ? OPT_INTERPRETER : OPT_SCRIPT);
    if (c->out->facts.is_read)
        take_shown(c);
    else
        say(c, unread(c), OPT_SCRIPT);
}

static int compare_reason(const void *pa, const void *pb) {
    const struct advice_reason *a = pa, *b = pb;
    int weight_a = a->finding ? (int)a->finding->severity : DIAG_ERROR;
    int weight_b = b->finding ? (int)b->finding->severity : DIAG_ERROR;
    if (a->kind != b->kind)
        return (int)a->kind - (int)b->kind;
    if (weight_a != weight_b)
        return weight_b - weight_a;
    int place = a->span.src && b->span.src ? str_cmp(a->span.src->name, b->span.src->name) : 0;
    return place ? place : (a->span.begin > b->span.begin) - (a->span.begin < b->span.begin);
}

/* ---- all apps ------------------------------------------------------------------------------- */

static void judge_app(struct lint *l, const struct app *app, struct advice *out) {
    struct advice_case c = {.l = l, .out = out};
    struct str why;
    *out = (struct advice){.app = app};
    look_at_now(&c, app, &why);
    c.has_source = hazard_of(l, app, &c.h);
    look_at_source(&c);
    take_findings(&c);
    take_declared(&c);
    if (out->reasons.n)
        qsort(out->reasons.at, out->reasons.n, sizeof *out->reasons.at, compare_reason);
    out->verdict = advice_judge(&out->facts);
    out->count = advice_count(out);
    take_evidence(&c, why);
    advice_words(&c, why);
    advice_rows(&c);
}

const struct advice *advice_of(const struct lint_input *in) {
    struct arena *a = in->sink->arena;
    struct diag_sink unused; /* of the walks over combinations, which say nothing here */
    diag_sink_init(&unused, a, lint_rules, RULE_COUNT);
    struct lint l = {.a = a, .sink = &unused, .model = in->model, .in = in};
    l.resolved = arena_new(a, struct resolved_app);
    struct advice *list = arena_array(a, struct advice, in->model->apps.n + 1);
    for (size_t i = 0; i < in->model->apps.n; i++)
        judge_app(&l, in->model->apps.at[i], &list[i]);
    return list;
}

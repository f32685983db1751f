/* The sink: append, decorate, settle. */
#include "schema/base/diag.h"

#include <stdlib.h>

#include "schema/base/hash.h"

void diag_sink_init(struct diag_sink *sink, struct arena *arena, const struct diag_rule *rules,
                    size_t n_rules) {
    *sink = (struct diag_sink){.arena = arena, .rules = rules, .n_rules = n_rules};
}

struct diag *diag_add(struct diag_sink *sink, unsigned rule, struct span span, const char *fmt,
                      ...) {
    struct diag *d = arena_new(sink->arena, struct diag);
    va_list ap;
    va_start(ap, fmt);
    d->message = arena_vfmt(sink->arena, fmt, ap);
    va_end(ap);
    d->rule = rule;
    d->severity = sink->rules[rule].severity;
    d->span = span;
    VEC_PUSH(sink->arena, &sink->list, d);
    sink->count[d->severity]++;
    return d;
}

void diag_severity_set(struct diag_sink *sink, struct diag *d, enum diag_severity severity) {
    sink->count[d->severity]--;
    sink->count[severity]++;
    d->severity = severity;
}

void diag_about(struct diag *d, struct str app, struct str option) {
    d->app = app;
    d->option = option;
}

void diag_label(struct diag_sink *sink, struct diag *d, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    d->label = arena_vfmt(sink->arena, fmt, ap);
    va_end(ap);
}

void diag_help(struct diag_sink *sink, struct diag *d, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    d->help = arena_vfmt(sink->arena, fmt, ap);
    va_end(ap);
}

void diag_note(struct diag_sink *sink, struct diag *d, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct str note = arena_vfmt(sink->arena, fmt, ap);
    va_end(ap);
    VEC_PUSH(sink->arena, &d->notes, note);
}

void diag_relate(struct diag_sink *sink, struct diag *d, struct span span, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    struct diag_related related = {span, arena_vfmt(sink->arena, fmt, ap)};
    va_end(ap);
    VEC_PUSH(sink->arena, &d->related, related);
}

void diag_fix(struct diag_sink *sink, struct diag *d, enum diag_fix fix, struct span span,
              struct str text) {
    struct diag_edit edit = {span, arena_str(sink->arena, text)};
    VEC_PUSH(sink->arena, &d->edits, edit);
    d->fix = fix > d->fix ? fix : d->fix;
}

bool diag_has(const struct diag_sink *sink, unsigned rule, struct str app) {
    for (size_t i = 0; i < sink->list.n; i++) {
        const struct diag *d = sink->list.at[i];
        if (d->rule == rule && (app.n == 0 || str_eq(d->app, app)))
            return true;
    }
    return false;
}

static struct str source_name(const struct diag *d) {
    return d->span.src ? d->span.src->name : STR("");
}

static int compare(const void *pa, const void *pb) {
    const struct diag *a = *(struct diag *const *)pa, *b = *(struct diag *const *)pb;
    int c = str_cmp(source_name(a), source_name(b));
    if (c)
        return c;
    if (a->span.begin != b->span.begin)
        return a->span.begin < b->span.begin ? -1 : 1;
    if (a->rule != b->rule)
        return a->rule < b->rule ? -1 : 1;
    c = str_cmp(a->message, b->message);
    if (c)
        return c;
    if (a->severity != b->severity) /* of repeats the worst stays */
        return a->severity > b->severity ? -1 : 1;
    c = str_cmp(a->profile, b->profile);
    return c ? c : str_cmp(a->app, b->app);
}

static bool same(const struct diag *a, const struct diag *b) {
    return a->rule == b->rule && a->span.begin == b->span.begin && a->span.src == b->span.src &&
           str_eq(a->message, b->message);
}

/* Is one of the blank-separated codes in `needs` the code of a finding about the same app? */
static bool is_muted(const struct diag_sink *sink, const struct diag *d) {
    const char *needs = sink->rules[d->rule].needs;
    if (!needs || !*needs)
        return false;
    for (size_t i = 0; i < sink->list.n; i++) {
        const struct diag *other = sink->list.at[i];
        if (other != d && str_eq(other->app, d->app) &&
            strstr(needs, sink->rules[other->rule].code))
            return true;
    }
    return false;
}

void diag_sort(struct diag_sink *sink) {
    if (sink->list.n > 1)
        qsort(sink->list.at, sink->list.n, sizeof *sink->list.at, compare);
}

void diag_drop(struct diag_sink *sink, size_t i) {
    sink->count[sink->list.at[i]->severity]--;
    sink->list.n--;
    memmove(&sink->list.at[i], &sink->list.at[i + 1], (sink->list.n - i) * sizeof *sink->list.at);
}

void diag_settle(struct diag_sink *sink) {
    diag_sort(sink);
    struct diag **kept = arena_array(sink->arena, struct diag *, sink->list.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < sink->list.n; i++) {
        struct diag *d = sink->list.at[i];
        if ((n && same(kept[n - 1], d)) || is_muted(sink, d))
            sink->count[d->severity]--;
        else
            kept[n++] = d;
    }
    sink->list.at = kept;
    sink->list.cap = sink->list.n + 1;
    sink->list.n = n;
}

/* The file as seen from the repository: the same from wherever lint is started. */
static struct str stable_name(const struct diag_sink *sink, const struct diag *d) {
    const struct source *src = d->span.src;
    size_t n = sink->root.n;
    if (src && n > 1 && str_starts(src->path, sink->root) && src->path.n > n &&
        src->path.p[n] == '/')
        return str_skip(src->path, n + 1);
    return source_name(d);
}

struct str diag_fingerprint(const struct diag_sink *sink, const struct diag *d) {
    struct str key = arena_fmt(sink->arena, "%s\n%.*s\n%.*s\n%.*s\n%.*s", sink->rules[d->rule].code,
                               STR_ARG(d->app), STR_ARG(d->option), STR_ARG(d->token),
                               STR_ARG(stable_name(sink, d)));
    return arena_fmt(sink->arena, "%016llx", (unsigned long long)hash_bytes(key.p, key.n));
}

const char *diag_severity_name(enum diag_severity s) {
    static const char *const names[] = {"hint", "info", "warning", "error"};
    return names[s];
}

const char *diag_confidence_name(enum diag_confidence c) {
    static const char *const names[] = {"low", "medium", "high"};
    return names[c];
}

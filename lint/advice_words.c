/* The advice in a few words: one reason, one step. */
#include "lint/advice_in.h"

/* The first of a kind, and how many of them there are; what is only good to know does not count. */
static const struct advice_reason *first_of(const struct advice *out, enum advice_kind kind,
                                            size_t *n) {
    const struct advice_reason *first = NULL;
    *n = 0;
    for (size_t i = 0; i < out->reasons.n; i++) {
        const struct advice_reason *r = &out->reasons.at[i];
        if (r->kind != kind || (r->finding && r->finding->severity < DIAG_WARNING))
            continue;
        first = first ? first : r;
        ++*n;
    }
    return first;
}

/* The rule's title: "sessions in the memory of one process". */
static struct str title(const struct advice_reason *r) {
    return r->finding ? str_of(lint_rules[r->finding->rule].title) : r->text;
}

static struct str titles(struct lint *l, const struct advice_reason *first, size_t n) {
    return n > 1 ? arena_fmt(l->a, "%.*s, and %zu more", STR_ARG(title(first)), n - 1)
                 : title(first);
}

/* Why this mode and not another. */
static struct str ground(struct advice_case *c, struct str why) {
    const struct advice_facts *f = &c->out->facts;
    size_t n;
    const struct advice_reason *first = first_of(c->out, ADVICE_BREAKS, &n);
    if (f->has_own_port && c->out->verdict.mode == ADVICE_FORK &&
        c->out->verdict.count == COUNT_KEEP)
        return STR("each process has a port of its own");
    if (first)
        return titles(c->l, first, n);
    if (f->forks)
        return STR("it makes processes of its own");
    if (why.n)
        return str_starts(why, STR("it is ")) ? str_skip(why, 6) : why;
    if (!f->is_read)
        return c->has_source ? STR("not all of its source could be read")
                             : STR("its source was not found");
    first = first_of(c->out, ADVICE_WEAKENS, &n);
    if (c->out->verdict.mode == ADVICE_FORK && f->listens)
        return STR("writes files that several processes may not share");
    if (f->listens && first)
        return arena_fmt(c->l->a, "right but for: %.*s", STR_ARG(titles(c->l, first, n)));
    if (f->listens)
        return STR("keeps nothing between requests");
    return f->has_queue ? STR("takes jobs from a shared queue, and has no port")
                        : STR("has no port that processes could share");
}

static struct str reason_of(struct advice_case *c, struct str why) {
    size_t n;
    const struct advice_reason *now = first_of(c->out, ADVICE_NOW, &n);
    struct str text = ground(c, why);
    if (!now)
        return text;
    if (now->finding->rule == RULE_CLUSTER_IN_CLUSTER) /* says why and what, both */
        return titles(c->l, now, n);
    return arena_fmt(c->l->a, "%.*s; now: %.*s", STR_ARG(text), STR_ARG(titles(c->l, now, n)));
}

static bool is_so(const struct advice *out, const struct advice_now *now) {
    enum advice_count count = out->verdict.count;
    bool number = count == COUNT_KEEP || (count == COUNT_ONE ? !now->is_many : now->is_many);
    return number && str_eq(str_of(now->mode), str_of(advice_mode_name(out->verdict.mode)));
}

/* What breaks must be left alone by every condition; what is better, reached by one. */
bool advice_is_so(const struct advice *out) {
    size_t n = 0;
    if (out->verdict.mode == ADVICE_AS_IS)
        return true;
    for (size_t i = 0; i < out->now.n; i++)
        n += is_so(out, &out->now.at[i]);
    return out->verdict.count == COUNT_ONE ? n == out->now.n : n > 0;
}

static struct str settings_text(struct advice_case *c) {
    const struct advice *out = c->out;
    const char *mode = advice_mode_name(out->verdict.mode);
    switch (out->verdict.count) {
    case COUNT_KEEP:
        return arena_fmt(c->l->a, "set exec_mode: '%s'", mode);
    case COUNT_ONE:
        return arena_fmt(c->l->a, "set exec_mode: '%s' and instances: 1", mode);
    case COUNT_SOME:
        return arena_fmt(c->l->a, "set exec_mode: '%s' and instances: 2 or more", mode);
    case COUNT_MAX:
        return arena_fmt(c->l->a, "set exec_mode: '%s' and instances: 'max'", mode);
    }
    return STR("");
}

/* The way out that is taken already. */
static struct str without_one(struct str help) {
    static const char *const ends[] = {"; or run one instance", ", or run one"};
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        if (str_ends(help, str_of(ends[i])))
            help.n -= strlen(ends[i]);
    return help;
}

/* The one step: what is broken now, what would be, what is better. */
static struct str next_of(struct advice_case *c) {
    const struct advice *out = c->out;
    const struct advice_facts *f = &out->facts;
    size_t n;
    const struct advice_reason *breaks = first_of(out, ADVICE_BREAKS, &n);
    const struct advice_reason *now = first_of(out, ADVICE_NOW, &n);
    const struct advice_reason *weakens = first_of(out, ADVICE_WEAKENS, &n);
    bool blocked = breaks && out->verdict.count == COUNT_ONE;
    if (blocked && (f->is_many_cluster || f->is_many_fork))
        return arena_fmt(c->l->a, "%.*s until that is put right", STR_ARG(settings_text(c)));
    if (now && now->help.n)
        return now->help;
    if (blocked && advice_is_guard(breaks->finding))
        return breaks->help;
    if (blocked && breaks->help.n)
        return arena_fmt(c->l->a, "before it is scaled: %.*s", STR_ARG(without_one(breaks->help)));
    if (weakens && out->verdict.mode == ADVICE_CLUSTER && weakens->help.n)
        return advice_is_so(out) ? weakens->help
                                 : arena_fmt(c->l->a, "%.*s; then %.*s", STR_ARG(weakens->help),
                                             STR_ARG(settings_text(c)));
    if (out->verdict.mode == ADVICE_AS_IS)
        return c->has_source ? STR("") : STR("ask again where the service's source is");
    return advice_is_so(out) ? STR("") : settings_text(c);
}

struct str advice_count(const struct advice *out) {
    switch (out->verdict.count) {
    case COUNT_ONE:
        return STR("1");
    case COUNT_SOME:
        return STR("2+");
    case COUNT_MAX:
        return STR("max");
    case COUNT_KEEP:
        break;
    }
    for (size_t i = 0; i < out->now.n; i++)
        if (out->now.at[i].is_many)
            return out->now.at[i].count;
    return out->now.n ? out->now.at[0].count : STR("1");
}

void advice_words(struct advice_case *c, struct str why) {
    c->out->reason = reason_of(c, why);
    c->out->next = next_of(c);
}

/* Words for the columns of the option table. */
#include "compiler/option_text.h"

#include "schema/unit/duration.h"
#include "schema/unit/signal_name.h"
#include "schema/unit/size.h"

struct str option_camel(struct arena *a, struct str name) {
    char *out = arena_alloc(a, name.n + 1);
    size_t n = 0;
    for (size_t i = 0; i < name.n; i++) {
        char c = name.p[i];
        if (c == '_' && i + 1 < name.n) {
            c = name.p[++i];
            c = (char)(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
        }
        out[n++] = c;
    }
    return n < name.n ? (struct str){out, n} : STR("");
}

size_t option_other_names(struct arena *a, enum opt_id id, const struct str **names) {
    VEC(struct str) out = {0};
    for (unsigned i = 0; opt_word(options[id].aliases, i).n; i++)
        VEC_PUSH(a, &out, opt_word(options[id].aliases, i));
    size_t n_aliases = out.n;
    struct str camel = option_camel(a, opt_leaf(id));
    if (camel.n)
        VEC_PUSH(a, &out, camel);
    for (size_t i = 0; i < n_aliases; i++) {
        camel = option_camel(a, out.at[i]);
        if (camel.n)
            VEC_PUSH(a, &out, camel);
    }
    *names = out.at;
    return out.n;
}

static struct str number_default(struct arena *a, const struct option *o) {
    if (o->repr == REPR_BOOL)
        return o->def ? STR("true") : STR("false");
    if (o->repr == REPR_WORD)
        return arena_fmt(a, "'%.*s'", STR_ARG(opt_word(o->words, (unsigned)o->def)));
    if (o->repr == REPR_SIGNAL)
        return arena_fmt(a, "'%.*s'", STR_ARG(signal_name(a, (int)o->def)));
    if (o->repr == REPR_MS && o->def % 1000)
        return arena_fmt(a, "%lld ms", (long long)o->def);
    if (o->repr == REPR_MS && o->def)
        return arena_fmt(a, "%lld (%.*s)", (long long)o->def, STR_ARG(duration_text(a, o->def)));
    if (o->repr == REPR_BYTES)
        return arena_fmt(a, "'%.*s'", STR_ARG(size_text(a, o->def)));
    return arena_fmt(a, "%lld", (long long)o->def);
}

struct str option_default(struct arena *a, enum opt_id id) {
    const struct option *o = &options[id];
    if (o->computed)
        return str_of(o->computed);
    if (o->def_text)
        return arena_fmt(a, "'%s'", o->def_text);
    bool always = o->repr == REPR_BOOL || o->repr == REPR_WORD || o->repr == REPR_MS;
    return o->def || always ? number_default(a, o) : STR("none");
}

struct str option_bounds(struct arena *a, enum opt_id id) {
    const struct option *o = &options[id];
    long long min = o->min, max = o->max;
    bool is_ms = o->repr == REPR_MS;
    if (!is_ms && o->repr != REPR_INT && o->repr != REPR_CODES)
        return STR("");
    if (max)
        return arena_fmt(a, "%lld to %lld", min, max);
    return min ? arena_fmt(a, "%lld%s or more", min, is_ms ? " ms" : "") : STR("");
}

const char *option_pm2(enum opt_id id) {
    switch (options[id].pm2) {
    case PM2_YES:
        return "acts on it";
    case PM2_IGNORES:
        return "knows the name and does nothing with it";
    case PM2_DROPS:
        return "does not know it and drops it without a word";
    case PM2_REFUSES:
        return "refuses the whole file for it";
    }
    return "";
}

/* What most of a group's members say. */
static enum opt_runs runs_of(enum opt_id id) {
    if (options[id].repr != REPR_GROUP)
        return options[id].runs;
    enum opt_runs runs = RUNS_NEVER;
    for (unsigned i = 0; i < OPT_COUNT; i++)
        if (opt_parent(i) == id && options[i].runs < runs)
            runs = options[i].runs;
    return runs;
}

const char *option_ecort(enum opt_id id) {
    switch (runs_of(id)) {
    case RUNS_YES:
        return "acts on it";
    case RUNS_LATER:
        return "keeps it in the plan, but this version does not act on it yet";
    case RUNS_NEVER:
        return "takes it and does nothing with it, by design";
    }
    return "";
}

const char *option_impact(enum opt_id id) {
    switch (options[id].impact) {
    case IMPACT_NONE:
        return "nothing happens to running processes";
    case IMPACT_LIVE:
        return "applied to the running processes, no restart";
    case IMPACT_RELOAD:
        return "new processes: rolling in cluster mode, a restart in fork mode";
    case IMPACT_RESTART:
        return "new processes, with an outage";
    case IMPACT_SCALE:
        return "processes are added or stopped, the others stay";
    case IMPACT_RECREATE:
        return "the app is stopped and made anew";
    }
    return "";
}

const char *option_takes(enum opt_id id) {
    static const char *const texts[TAKES_COUNT] = {
        [TAKES_NEVER] = "nothing",
        [TAKES_SPAWN] = "taken up by a reload or restart of the file; its removal is not",
        [TAKES_DEFAULT] = "taken up by a reload or restart of the file",
        [TAKES_FORK] = "taken up by a restart in fork mode; never in cluster mode",
        [TAKES_CRON] = "taken up by a restart; a reload in cluster mode keeps the old schedule",
        [TAKES_LIFTED] = "not taken up before the app is deleted; its removal is, in fork mode",
        [TAKES_SCALE] = "not taken up by any file: pm2 scale",
        [TAKES_CREATE] = "not taken up before the app is deleted and started",
    };
    return texts[options[id].takes];
}

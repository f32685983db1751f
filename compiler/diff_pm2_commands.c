/* The commands that make PM2 run what the file says. */
#include "compiler/diff_pm2.h"
#include "compiler/shell_word.h"

struct writer {
    struct arena *a;
    const struct diff_page_input *in;
    const struct diff_page *page;
    const struct pm2_verdict *verdicts;
    VEC(struct str) list;
};

/* Names may hold anything, and these lines are printed. */
static void put(struct writer *w, struct str line) {
    VEC_PUSH(w->a, &w->list, diff_clean(w->a, line));
}

static struct str name_of(const struct writer *w, size_t i) {
    return shell_word(w->a, w->page->apps[i].name);
}

/* PM2 splits --only at commas and blanks. */
static bool can_be_only(struct str name) {
    return str_index(name, ',') == name.n && str_index(name, ' ') == name.n;
}

static struct str with_file(const struct writer *w, const char *command, struct str only) {
    struct str profile = w->in->profile;
    return arena_fmt(w->a, "pm2 %s %.*s%s%.*s%s%.*s", command,
                     STR_ARG(shell_word(w->a, w->in->file)), only.n ? " --only " : "",
                     STR_ARG(only.n ? shell_word(w->a, only) : only), profile.n ? " --env " : "",
                     STR_ARG(profile));
}

/* The command for one app. What cannot be named alone is left to a person: the whole file would
 * restart all that runs. */
static struct str for_one(const struct writer *w, const char *command, struct str name) {
    struct str whole = with_file(w, command, STR(""));
    if (can_be_only(name))
        return with_file(w, command, name);
    return arena_fmt(w->a,
                     "# %.*s: --only takes no name with a blank or a comma, and the whole file "
                     "restarts all that runs: %.*s",
                     STR_ARG(name), STR_ARG(whole));
}

/* One command for all apps of a need: PM2 locks a reload against the next one. */
static void put_all_of(struct writer *w, enum pm2_need need, const char *command) {
    struct str only = STR("");
    for (size_t i = 0; i < w->page->n_apps; i++) {
        struct str name = w->page->apps[i].name;
        if (w->verdicts[i].need != need || w->page->apps[i].other_name.n)
            continue;
        if (can_be_only(name))
            only = arena_fmt(w->a, "%.*s%s%.*s", STR_ARG(only), only.n ? "," : "", STR_ARG(name));
        else
            put(w, for_one(w, command, name));
    }
    if (only.n)
        put(w, with_file(w, command, only));
}

static void put_scale(struct writer *w, size_t i) {
    const struct diff_app *app = &w->in->diff->apps[i];
    int64_t n = plan_number(w->in->diff->new_plan, app->new_app, OPT_INSTANCES, 1);
    struct str count = n > 0    ? arena_fmt(w->a, "%lld", (long long)n)
                       : n == 0 ? STR("$(nproc)")
                                : arena_fmt(w->a, "$(($(nproc) - %lld))", (long long)-n);
    put(w, arena_fmt(w->a, "pm2 scale %.*s %.*s", STR_ARG(name_of(w, i)), STR_ARG(count)));
}

static void put_scales(struct writer *w) {
    for (size_t i = 0; i < w->page->n_apps; i++)
        if (w->verdicts[i].scales)
            put_scale(w, i);
}

static bool was_cluster(const struct writer *w, size_t i) {
    const struct diff_app *app = &w->in->diff->apps[i];
    const struct plan *plan = app->verdict == VERDICT_STOP ? app->old_plan : w->in->diff->new_plan;
    return plan_number(plan, app->verdict == VERDICT_STOP ? app->old_app : app->new_app,
                       OPT_EXEC_MODE, 0) == 1;
}

/* Two cluster apps can share a port, so the new name runs before the old one goes; in fork mode
 * the old one has to make room. */
static void put_renames(struct writer *w) {
    for (size_t i = 0; i < w->page->n_apps; i++) {
        const struct diff_entry *entry = &w->page->apps[i];
        if (w->verdicts[i].need != PM2_NEED_START || entry->other_name.n == 0)
            continue;
        struct str delete_old =
            arena_fmt(w->a, "pm2 delete %.*s", STR_ARG(shell_word(w->a, entry->other_name)));
        struct str start = for_one(w, "start", entry->name);
        put(w, was_cluster(w, i) ? start : delete_old);
        put(w, was_cluster(w, i) ? delete_old : start);
    }
}

static void put_recreation(struct writer *w, size_t i) {
    put(w, arena_fmt(w->a, "pm2 delete %.*s", STR_ARG(name_of(w, i))));
    put(w, for_one(w, "start", w->page->apps[i].name));
}

static void put_recreations(struct writer *w) {
    for (size_t i = 0; i < w->page->n_apps; i++)
        if (w->verdicts[i].need == PM2_NEED_CREATE)
            put_recreation(w, i);
}

static void put_orphans(struct writer *w) {
    struct str names = STR("");
    for (size_t i = 0; i < w->page->n_apps; i++)
        if (w->verdicts[i].need == PM2_NEED_DELETE && w->page->apps[i].other_name.n == 0)
            names = arena_fmt(w->a, "%.*s %.*s", STR_ARG(names), STR_ARG(name_of(w, i)));
    if (names.n)
        put(w, arena_fmt(w->a, "pm2 delete%.*s", STR_ARG(names)));
}

/* What none of the commands above does, and would cost an outage for little. */
static void put_what_stays(struct writer *w) {
    for (size_t i = 0; i < w->page->n_apps; i++) {
        const struct pm2_verdict *verdict = &w->verdicts[i];
        struct str paths = STR("");
        if (verdict->need == PM2_NEED_CREATE || !verdict->effects)
            continue;
        for (size_t k = 0; k < w->page->apps[i].n_lines; k++)
            if (verdict->effects[k] == PM2_EFFECT_STAYS || verdict->effects[k] == PM2_EFFECT_LOST)
                paths = arena_fmt(w->a, "%.*s%s%.*s", STR_ARG(paths), paths.n ? ", " : "",
                                  STR_ARG(w->page->apps[i].lines[k].path));
        if (paths.n)
            put(w,
                arena_fmt(w->a, "# %.*s: as before until pm2 delete %.*s and a start: %.*s",
                          STR_ARG(w->page->apps[i].name), STR_ARG(name_of(w, i)), STR_ARG(paths)));
    }
}

static bool is_held(const struct pm2_verdict *verdict, size_t n) {
    bool is_held = false;
    for (size_t i = 0; i < n && verdict->effects; i++)
        is_held = is_held || verdict->effects[i] == PM2_EFFECT_HELD;
    return is_held;
}

/* What has to be typed for one app because the command that was assumed does not do it. */
static void put_own(struct writer *w, size_t i) {
    const struct pm2_verdict *verdict = &w->verdicts[i];
    if (verdict->scales)
        put_scale(w, i);
    if (verdict->need == PM2_NEED_CREATE)
        put_recreation(w, i);
    else if (is_held(verdict, w->page->apps[i].n_lines))
        put(w, for_one(w, "restart", w->page->apps[i].name));
    if (verdict->need == PM2_NEED_DELETE)
        put(w, arena_fmt(w->a, "pm2 delete %.*s", STR_ARG(name_of(w, i))));
}

static void all_in_order(struct writer *w) {
    put_all_of(w, PM2_NEED_START, "start");
    put_scales(w);
    put_all_of(w, PM2_NEED_RELOAD, "reload");
    put_all_of(w, PM2_NEED_RESTART, "restart");
    put_renames(w);
    put_recreations(w);
    put_orphans(w);
    put_what_stays(w);
}

void pm2_commands(struct arena *a, const struct diff_page_input *in,
                  const struct pm2_verdict *verdicts, struct diff_page *page) {
    struct writer w = {.a = a, .in = in, .page = page, .verdicts = verdicts};
    all_in_order(&w);
    page->commands = w.list.at;
    page->n_commands = w.list.n;
    for (size_t i = 0; i < page->n_apps; i++) {
        struct writer one = {.a = a, .in = in, .page = page, .verdicts = verdicts};
        put_own(&one, i);
        page->apps[i].commands = one.list.at;
        page->apps[i].n_commands = one.list.n;
    }
}

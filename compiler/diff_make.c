/* One page per profile; profiles whose pages say the same share one. */
#include "compiler/diff_make.h"

#include "compiler/diff_findings.h"
#include "compiler/diff_running.h"
#include "compiler/policy_gate.h"

struct maker {
    struct args *args;
    struct arena *arena;
    struct diff_sides *sides;
    struct diff_wish *wish;
    struct settings_store settings;
    struct loaded *old_side, *new_side; /* image.n == 0: the file is not there */
    const struct diff_old_app *running; /* the older side of --running */
    size_t n_running;
    struct diff_found found;
    struct str ignored; /* what of it git ignores: "a, b"; empty */
    struct policy_gate gate;
    VEC(struct diff_page) pages;
};

/* ---- loading --------------------------------------------------------------------------------- */

static struct load_input input_of(const struct maker *m, const struct diff_side *side,
                                  const char *profile) {
    bool is_new = side == &m->sides->new_side;
    return (struct load_input){
        .file = arena_cstr(m->arena, path_relative(m->arena, pipeline_cwd(m->arena), side->path)),
        .profile = side->is_plan ? NULL : profile,
        .only = side->is_plan ? NULL : args_get(m->args, "--only"),
        .files = side->files,
        .allow_plan = side->where == WHERE_FILE,
        .older = is_new ? NULL : arena_cstr(m->arena, side->name),
        .only_may_miss = true,
        .must_be_clean = is_new};
}

/* What a clone does not have is no mistake in the configuration: one line says it. */
static int check_readable(const struct maker *m, const struct diff_side *side) {
    struct err err = {0};
    struct str text;
    if (side->files &&
        side->files->read(side->files, side->path, FRONT_FILE_LIMIT, m->arena, &text, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    return EXIT_CLEAN;
}

/* What runs of the configuration, as far as --only asks for it. */
static int load_running(struct maker *m) {
    const struct str *names;
    size_t n = load_names(m->arena, args_get(m->args, "--only"), &names), n_all = 0;
    const struct diff_old_app *all;
    int code = diff_running(m->args, m->sides->new_side.path, &all, &n_all);
    struct diff_old_app *kept = arena_array(m->arena, struct diff_old_app, n_all + 1);
    for (size_t i = 0; code == EXIT_CLEAN && i < n_all; i++) {
        bool is_asked_for = n == 0;
        for (size_t k = 0; k < n; k++)
            is_asked_for =
                is_asked_for || str_eqz(names[k], plan_str(all[i].plan, all[i].app, OPT_NAME));
        if (is_asked_for)
            kept[m->n_running++] = all[i];
    }
    m->running = kept;
    return code;
}

static int load_side(struct maker *m, const struct diff_side *side, struct loaded **out) {
    struct loaded *loaded = arena_new(m->arena, struct loaded);
    *out = loaded;
    if (side->where == WHERE_RUNNING)
        return load_running(m);
    if (side->path.n == 0)
        return EXIT_CLEAN;
    int code = check_readable(m, side);
    if (code != EXIT_CLEAN)
        return code;
    struct load_input in = input_of(m, side, args_get(m->args, "--env"));
    code = load_plan(m->args, &in, loaded);
    if (code != EXIT_CLEAN && side == &m->sides->old_side && side->where != WHERE_FILE)
        return cmd_fail(code, "that was %s at %.*s", in.file, STR_ARG(side->name));
    return code;
}

/* Names of what the configuration itself has read of files that are of no revision; packages go
 * without saying. */
static void take_ignored(struct maker *m, const struct git_ignored *ignored) {
    for (size_t i = 0; ignored && i < ignored->read.n; i++) {
        struct str name = path_relative(m->arena, m->sides->cwd, ignored->read.at[i]);
        if (memmem(m->ignored.p, m->ignored.n, name.p, name.n) ||
            memmem(name.p, name.n, "node_modules/", 13))
            continue;
        m->ignored = arena_fmt(m->arena, "%.*s%s%.*s", STR_ARG(m->ignored),
                               m->ignored.n ? ", " : "", STR_ARG(name));
    }
}

static bool has_app(const struct loaded *side, const char *name) {
    return side->image.n && plan_find(&side->plan, name) < side->plan.n_apps;
}

static bool is_running(const struct maker *m, const char *name) {
    for (size_t i = 0; i < m->n_running; i++)
        if (strcmp(plan_str(m->running[i].plan, m->running[i].app, OPT_NAME), name) == 0)
            return true;
    return false;
}

/* --only takes names that either side has. */
static int check_only(const struct maker *m) {
    const struct str *names;
    size_t n = load_names(m->arena, args_get(m->args, "--only"), &names);
    for (size_t i = 0; i < n; i++) {
        const char *name = arena_cstr(m->arena, names[i]);
        if (!has_app(m->old_side, name) && !has_app(m->new_side, name) && !is_running(m, name))
            return cmd_fail(EXIT_USAGE, "--only: neither side has an app %s", name);
    }
    return EXIT_CLEAN;
}

/* ---- settings -------------------------------------------------------------------------------- */

/* Those of the new side: a change that makes a name sensitive hides it at once. */
static int take_settings(struct maker *m) {
    const struct diff_side *new_side = &m->sides->new_side;
    struct str path = new_side->path.n ? new_side->path : m->sides->old_side.path;
    settings_init(&m->settings, m->arena, new_side->files, m->sides->cwd);
    const struct settings *s = settings_for(&m->settings, path.n ? path : m->sides->cwd);
    m->wish->secrets.names = (struct mask_names){s->sensitive.at, s->sensitive.n};
    bool is_ecorts = m->sides->old_side.where == WHERE_RUNNING; /* what ecort runs, PM2 does not */
    if (!m->wish->is_target_given && s->target == LINT_PM2 && !is_ecorts)
        m->wish->target = diff_target_find("pm2", NULL);
    if (m->settings.sink.list.n == 0)
        return policy_gate_open(m->args, s, &m->gate);
    load_print_errors(m->args, &m->settings.sink);
    return EXIT_USAGE;
}

/* A newer side that is a commit may say what it allows itself. */
static int take_commit(struct maker *m) {
    const struct diff_side *side = &m->sides->new_side;
    struct err err = {0};
    if (!m->gate.has_trailers || side->where != WHERE_REVISION || !side->rev)
        return EXIT_CLEAN;
    if (git_commit_text(m->sides->git, side->rev, &m->gate.commit_message, &err) < 0)
        return cmd_fail(EXIT_INPUT, "%s", err.msg);
    return EXIT_CLEAN;
}

/* ---- pages ----------------------------------------------------------------------------------- */

static const struct plan *plan_of(const struct loaded *side) {
    return side->image.n ? &side->plan : NULL;
}

static struct diff_origin origin_of(const struct diff_side *side, const struct loaded *loaded) {
    const struct model *model = loaded->image.n ? loaded->pipeline.model : NULL;
    return (struct diff_origin){.model = model, .dir = model ? path_dirname(side->path) : STR("")};
}

static bool requires_others(const struct loaded *old_side, const struct loaded *new_side) {
    return (old_side->image.n && old_side->pipeline.front.sources.n > 1) ||
           (new_side->image.n && new_side->pipeline.front.sources.n > 1);
}

/* Variables that late-bound values and the file itself read. */
static bool reads_environment(const struct plan *plan) {
    for (unsigned i = 0; plan && i < plan_inputs(plan); i++)
        if (plan_input(plan, i)->kind == PLAN_INPUT_ENV)
            return true;
    return false;
}

/* What the comparison could not see. */
static struct str remark_of(const struct maker *m, const struct loaded *old_side,
                            const struct loaded *new_side) {
    if (m->wish->is_external && requires_others(old_side, new_side))
        return STR("what it requires was read from the work tree, on both sides");
    if (m->ignored.n)
        return arena_fmt(m->arena, "read as in the work tree, because git ignores it: %.*s",
                         STR_ARG(m->ignored));
    if (m->sides->old_side.where == WHERE_RUNNING && reads_environment(plan_of(new_side)))
        return STR("values of variables that are bound late are compared by ecort apply alone");
    return STR("");
}

static void add_page(struct maker *m, struct str profile, const struct loaded *old_side,
                     const struct loaded *new_side) {
    struct diff diff;
    struct diff_page page;
    struct diff_sides *s = m->sides;
    if (s->old_side.where == WHERE_RUNNING)
        diff_apps(m->arena, m->running, m->n_running, plan_of(new_side), &diff);
    else
        diff_plans(m->arena, plan_of(old_side), plan_of(new_side), &diff);
    struct diff_page_input in = {
        .diff = &diff,
        .target = m->wish->target,
        .secrets = &m->wish->secrets,
        .old_side = origin_of(&s->old_side, old_side),
        .new_side = origin_of(&s->new_side, new_side),
        .profile = profile,
        .file = path_relative(m->arena, s->cwd,
                              s->new_side.path.n ? s->new_side.path : s->old_side.path),
        .cwd = s->cwd,
        .is_renamed = s->old_side.where != WHERE_FILE && s->old_side.path.n && s->new_side.path.n &&
                      !str_eq(s->old_side.path, s->new_side.path),
    };
    diff_page(m->arena, &in, &page);
    if (m->wish->with_findings)
        diff_findings_attach(m->arena, &m->found, &diff, &page);
    policy_gate_check(m->arena, &m->gate, m->found.newer, &page);
    struct str remark = remark_of(m, old_side, new_side);
    page.remark = page.remark.n && remark.n
                      ? arena_fmt(m->arena, "%.*s; %.*s", STR_ARG(page.remark), STR_ARG(remark))
                  : remark.n ? remark
                             : page.remark;
    VEC_PUSH(m->arena, &m->pages, page);
}

/* ---- profiles -------------------------------------------------------------------------------- */

/* The names that either side has, each once, after "" for none. */
static size_t profiles_of(struct maker *m, const struct str **names) {
    VEC(struct str) all = {0};
    struct loaded *sides[] = {m->new_side, m->old_side};
    VEC_PUSH(m->arena, &all, STR(""));
    for (size_t k = 0; k < ARRAY_LEN(sides); k++) {
        const struct model *model = sides[k]->image.n ? sides[k]->pipeline.model : NULL;
        size_t n = 0;
        const struct str *found = model ? model_profiles(model, m->arena, &n) : NULL;
        for (size_t i = 0; i < n; i++) {
            bool is_known = false;
            for (size_t j = 0; j < all.n; j++)
                is_known = is_known || str_eq(all.at[j], found[i]);
            if (!is_known)
                VEC_PUSH(m->arena, &all, found[i]);
        }
    }
    *names = all.at;
    return all.n;
}

static int encode(struct maker *m, const struct diff_side *side, const struct loaded *from,
                  struct str profile, struct loaded *out) {
    struct load_input in = input_of(m, side, arena_cstr(m->arena, profile));
    *out = *from;
    return from->image.n && from->pipeline.model ? load_encode(m->args, &in, out) : EXIT_CLEAN;
}

static struct str as_text(struct maker *m, const struct diff_page *page) {
    struct diff_page bare = *page;
    struct str none = STR("");
    struct buf out = {0};
    bare.profiles = &none;
    bare.assuming = none;
    bare.commands = NULL;
    bare.n_commands = 0;
    struct diff_report report = {.target = m->wish->target, .pages = &bare, .n_pages = 1};
    diff_json(m->arena, &report, &out);
    struct str text = arena_str(m->arena, (struct str){out.p ? out.p : "", out.n});
    buf_done(&out);
    return text;
}

/* Gives the profile of the last page to an earlier one that says the same. */
static void merge_last(struct maker *m) {
    struct diff_page *last = &m->pages.at[m->pages.n - 1];
    struct str text = as_text(m, last);
    for (size_t i = 0; i + 1 < m->pages.n; i++) {
        struct diff_page *page = &m->pages.at[i];
        if (!str_eq(as_text(m, page), text))
            continue;
        struct str *names = arena_array(m->arena, struct str, page->n_profiles + 1);
        memcpy(names, page->profiles, page->n_profiles * sizeof *names);
        names[page->n_profiles++] = last->profiles[0];
        page->profiles = names;
        m->pages.n--;
        return;
    }
}

static int make_all_profiles(struct maker *m) {
    const struct str *names;
    size_t n = profiles_of(m, &names);
    for (size_t i = 0; i < n; i++) {
        struct loaded *old_side = arena_new(m->arena, struct loaded);
        struct loaded *new_side = arena_new(m->arena, struct loaded);
        int code = encode(m, &m->sides->old_side, m->old_side, names[i], old_side);
        if (code == EXIT_CLEAN)
            code = encode(m, &m->sides->new_side, m->new_side, names[i], new_side);
        if (code != EXIT_CLEAN)
            return code;
        add_page(m, names[i], old_side, new_side);
        merge_last(m);
    }
    return EXIT_CLEAN;
}

/* ---- printing -------------------------------------------------------------------------------- */

static struct str shown_file(const struct maker *m, const struct diff_side *side) {
    return side->path.n ? path_relative(m->arena, m->sides->cwd, side->path) : STR("");
}

/* Whoever pipes the commands into a shell gets none that a policy denies. */
static bool say_denied(const struct maker *m) {
    struct buf out = {0};
    for (size_t p = 0; p < m->pages.n; p++)
        for (size_t i = 0; i < m->pages.at[p].n_violations; i++) {
            const struct diff_violation *v = &m->pages.at[p].violations[i];
            buf_fmt(&out, "ecoc: no commands: policy \"%.*s\": %.*s: %.*s\n",
                    STR_ARG(diff_clean(m->arena, v->policy)), STR_ARG(diff_clean(m->arena, v->app)),
                    STR_ARG(v->message));
        }
    bool is_denied = out.n > 0;
    if (is_denied)
        cmd_err((struct str){out.p, out.n});
    buf_done(&out);
    return is_denied;
}

static void print(struct maker *m) {
    const struct diff_sides *s = m->sides;
    struct buf out = {0};
    struct str old_file = shown_file(m, &s->old_side), new_file = shown_file(m, &s->new_side);
    struct str top = s->git ? git_workdir(s->git) : s->cwd;
    struct diff_report report = {
        .target = m->wish->target,
        .file = new_file.n ? new_file : old_file,
        .old_file = old_file,
        .old_name = s->old_side.name,
        .new_name = s->new_side.name,
        .pages = m->pages.at,
        .n_pages = m->pages.n,
        .is_per_profile = m->wish->all_profiles,
        .is_pair = s->old_side.where == WHERE_FILE,
        .prefix = path_is_below(s->cwd, top) ? path_relative(m->arena, top, s->cwd) : STR(""),
        .color = m->args->color_out};
    if (m->wish->only_commands) {
        if (!say_denied(m))
            diff_commands(&report, &out);
    } else {
        m->wish->format->write(m->arena, &report, &out);
    }
    cmd_out((struct str){out.p, out.n});
    buf_done(&out);
}

static bool has_news(const struct maker *m) {
    for (size_t p = 0; p < m->pages.n; p++)
        if (m->pages.at[p].n_apps || m->pages.at[p].n_findings || m->pages.at[p].n_violations)
            return true;
    return false;
}

static void judge_outcome(const struct maker *m, struct diff_outcome *outcome) {
    const struct diff_action *nothing = m->wish->target->actions;
    for (size_t p = 0; p < m->pages.n; p++) {
        const struct diff_page *page = &m->pages.at[p];
        outcome->is_denied = outcome->is_denied || page->n_violations > 0;
        outcome->does_something =
            outcome->does_something || diff_page_count(page, nothing) < page->n_apps;
    }
}

int diff_make(struct diff_sides *s, struct diff_wish *wish, struct diff_outcome *outcome) {
    struct maker m = {
        .args = s->args, .arena = s->args->arena, .sides = s, .wish = wish, .ignored = STR("")};
    int code = take_settings(&m);
    if (code == EXIT_CLEAN)
        code = take_commit(&m);
    if (code == EXIT_CLEAN)
        code = load_side(&m, &s->old_side, &m.old_side);
    if (code == EXIT_CLEAN)
        code = load_side(&m, &s->new_side, &m.new_side);
    if (code == EXIT_CLEAN)
        code = check_only(&m);
    if (code != EXIT_CLEAN)
        return code;
    take_ignored(&m, s->old_side.ignored);
    take_ignored(&m, s->new_side.ignored);
    if (wish->with_findings || m.gate.needs_findings)
        diff_findings(s, &m.settings, m.old_side, m.new_side, &m.found);
    if (wish->all_profiles)
        code = make_all_profiles(&m);
    else
        add_page(&m, str_of(args_get(m.args, "--env")), m.old_side, m.new_side);
    if (code != EXIT_CLEAN)
        return code;
    if (!wish->only_changes || has_news(&m))
        print(&m);
    judge_outcome(&m, outcome);
    return EXIT_CLEAN;
}

/* The order of the passes, and finding the files they begin with. */
#include "compiler/pipeline.h"

#include <limits.h>
#include <pwd.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/sysinfo.h>
#include <unistd.h>

#include "compiler/bind.h"
#include "compiler/launched.h"
#include "compiler/plan_write.h"
#include "compiler/settings.h"

extern char **environ;

static int compare_env(const void *a, const void *b) {
    return str_cmp(((const struct env_var *)a)->name, ((const struct env_var *)b)->name);
}

static size_t index_of(const struct front *f, struct str name) {
    const struct env_var key = {name, {"", 0}};
    const struct env_var *hit = bsearch(&key, f->env, f->n_env, sizeof key, compare_env);
    return (size_t)(hit - f->env);
}

/* Sorted for looking up; the order of the environment itself is what Object.keys(process.env)
 * gives. */
static void take_environment(struct front *f) {
    VEC(struct env_var) vars = {0};
    for (char **e = environ; *e; e++) {
        struct str entry = str_of(*e);
        size_t eq = str_index(entry, '=');
        struct env_var var = {{entry.p, eq}, eq < entry.n ? str_skip(entry, eq + 1) : STR("")};
        if (eq > 0)
            VEC_PUSH(f->arena, &vars, var);
    }
    struct env_var *sorted = arena_array(f->arena, struct env_var, vars.n);
    size_t *order = arena_array(f->arena, size_t, vars.n);
    if (vars.n) {
        memcpy(sorted, vars.at, vars.n * sizeof *sorted);
        qsort(sorted, vars.n, sizeof *sorted, compare_env);
    }
    f->env = sorted;
    f->n_env = vars.n;
    for (size_t i = 0; i < vars.n; i++)
        order[i] = index_of(f, vars.at[i].name);
    f->env_order = order;
}

void pipeline_hermetic(struct pipeline *p) {
    p->front.is_hermetic = true;
    p->front.env = NULL;
    p->front.env_order = NULL;
    p->front.n_env = 0;
    p->front.ask_host = NULL;
}

void pipeline_define(struct pipeline *p, struct str name, struct str value) {
    struct front *f = &p->front;
    struct env_var *vars = arena_array(p->arena, struct env_var, f->n_env + 1);
    size_t *order = arena_array(p->arena, size_t, f->n_env + 1);
    size_t at = 0;
    while (at < f->n_env && str_cmp(f->env[at].name, name) < 0)
        at++;
    bool is_new = at == f->n_env || !str_eq(f->env[at].name, name);
    for (size_t i = 0; i < f->n_env; i++) {
        vars[i + (is_new && i >= at)] = f->env[i];
        order[i] = f->env_order[i] + (is_new && f->env_order[i] >= at);
    }
    vars[at] = (struct env_var){name, value};
    order[f->n_env] = at; /* of a new variable: it comes last */
    f->n_env += is_new;
    f->env = vars;
    f->env_order = order;
}

struct str pipeline_cwd(struct arena *a) {
    char text[PATH_MAX];
    return getcwd(text, sizeof text) ? arena_str(a, str_of(text)) : STR("/");
}

static void ask_host(struct arena *a, struct front_host *host) {
    char text[256];
    host->name =
        gethostname(text, sizeof text) == 0 ? arena_str(a, str_of(text)) : STR("localhost");
    long cpus = sysconf(_SC_NPROCESSORS_ONLN);
    host->cpus = cpus > 0 ? (unsigned)cpus : 1;
    struct sysinfo info;
    if (sysinfo(&info) == 0)
        host->memory_bytes = (uint64_t)info.totalram * info.mem_unit;
    const struct passwd *user = getpwuid(geteuid());
    host->user = user ? arena_str(a, str_of(user->pw_name)) : STR("");
}

static void take_process(struct front *f) {
    const char *home = getenv("HOME");
    f->cwd = pipeline_cwd(f->arena);
    f->home = str_of(home ? home : "/");
    f->ask_host = ask_host;
}

void pipeline_init(struct pipeline *p, struct arena *a, enum front_mode mode, struct files *files) {
    *p = (struct pipeline){.arena = a};
    diag_sink_init(&p->sink, a, lint_rules, RULE_COUNT);
    p->front = (struct front){.arena = a, .sink = &p->sink, .mode = mode};
    p->front.files = files ? files : files_worktree(a);
    take_process(&p->front);
    if (mode == FRONT_CONCRETE)
        take_environment(&p->front);
}

void pipeline_allow(struct pipeline *p, const struct str *dirs, size_t n) {
    p->front.allowed = dirs;
    p->front.n_allowed = n;
    if (n && p->front.files->root.n)
        p->front.files = files_beside(p->arena, p->front.files);
}

/* Where the value of such a call reaches an option, that says enough. */
static bool is_said(const struct diag_sink *sink, struct span span) {
    for (size_t i = 0; i < sink->list.n; i++) {
        const struct diag *d = sink->list.at[i];
        if (d->rule == RULE_NOT_STATIC && d->span.src == span.src && d->span.begin == span.begin)
            return true;
    }
    return false;
}

static void report_effects(struct pipeline *p) {
    for (size_t i = 0; i < p->front.effects.n; i++) {
        const struct front_effect *e = &p->front.effects.at[i];
        if (is_said(&p->sink, e->span))
            continue;
        struct diag *d =
            diag_add(&p->sink, RULE_SIDE_EFFECT, e->span,
                     "PM2 runs `%.*s` when it loads this file; ecoc does not", STR_ARG(e->what));
        diag_help(&p->sink, d, "move it into a script that runs before the start");
    }
}

struct lint_input pipeline_lint(struct pipeline *p) {
    return (struct lint_input){
        .model = p->model,
        .sink = &p->sink,
        .is_concrete = p->front.mode == FRONT_CONCRETE,
        .is_for_plan = !p->is_lint,
        .is_for_advice = p->is_for_advice,
        .target = p->target,
        .allow_fork_fallback = p->allow_fork_fallback,
        .files = p->front.files,
        .installed = files_worktree(p->arena),
        .repository = files_repository(p->front.files, p->arena, p->root),
        .settings = p->settings,
        .scan = p->scan,
    };
}

void pipeline_run(struct pipeline *p, struct str file) {
    p->path = path_join(p->arena, p->front.cwd, file);
    p->root = path_dirname(p->path);
    p->value = front_load(&p->front, p->path);
    if (!p->value)
        return;
    struct bind_input in = {p->value, p->front.sources.at[0], p->root,
                            p->front.mode == FRONT_CONCRETE};
    p->model = bind_value(p->arena, &p->sink, &in);
    if (p->settings)
        settings_assume(p->settings, p->model, &p->sink);
    struct lint_input lint = pipeline_lint(p);
    lint_run(&lint);
    report_effects(p);
}

static int compare_str(const void *a, const void *b) {
    return str_cmp(*(const struct str *)a, *(const struct str *)b);
}

/* The apps' commands, found before the sources are listed, which they add to. */
static void find_commands(struct pipeline *p, struct str profile) {
    struct lint_input in = pipeline_lint(p);
    struct resolved_app *app = arena_new(p->arena, struct resolved_app);
    const struct launched **of = arena_array(p->arena, const struct launched *, p->model->apps.n);
    for (size_t i = 0; i < p->model->apps.n; i++) {
        resolve_app(p->arena, p->model, p->model->apps.at[i], profile, 0, app);
        of[i] = launched_of(p, &in, app);
    }
    p->launched = of;
}

static void lay_command(void *context, size_t app, struct resolved_app *resolved) {
    struct pipeline *p = context;
    launched_apply(p, p->launched[app], resolved);
}

int pipeline_plan(struct pipeline *p, struct str profile, const struct str *only, size_t n_only,
                  struct str *image, struct err *err) {
    struct front *f = &p->front;
    find_commands(p, profile);
    struct plan_source *sources = arena_array(p->arena, struct plan_source, f->sources.n);
    for (size_t i = 0; i < f->sources.n; i++)
        sources[i] = (struct plan_source){path_relative(p->arena, p->root, f->sources.at[i]->path),
                                          f->sources.at[i]};
    if (f->env_reads.n)
        qsort(f->env_reads.at, f->env_reads.n, sizeof *f->env_reads.at, compare_str);
    struct plan_writer_input in = {.model = p->model,
                                   .profile = profile,
                                   .only = only,
                                   .n_only = n_only,
                                   .bake_env = p->bake_env,
                                   .sources = sources,
                                   .n_sources = f->sources.n,
                                   .env_reads = f->env_reads.at,
                                   .n_env_reads = f->env_reads.n,
                                   .adjust = lay_command,
                                   .context = p};
    return plan_write(p->arena, &in, image, err);
}

struct str pipeline_default(struct arena *a, struct files *files) {
    static const char *const names[] = {"ecosystem.config.js",   "ecosystem.config.cjs",
                                        "ecosystem.config.mjs",  "ecosystem.config.ts",
                                        "ecosystem.config.json", "ecosystem.json",
                                        "ecosystem.config.yaml", "ecosystem.config.yml",
                                        "ecosystem.yaml",        "ecosystem.yml"};
    struct files *from = files ? files : files_worktree(a);
    struct str cwd = pipeline_cwd(a);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (from->kind(from, path_join(a, cwd, str_of(names[i]))) != FILE_MISSING)
            return str_of(names[i]);
    return STR("");
}

/* ---- finding ecosystem files ----------------------------------------------------------------- */

struct finder {
    struct arena *a;
    struct files *files;
    struct str cwd;
    VEC(struct str) found;
};

enum { FIND_DEPTH = 8 };

/* ecosystem*, pm2*, process(es)* with an extension that a configuration has, or *.config.js that is
 * called after pm2. */
static bool is_ecosystem(struct str name) {
    static const char *const starts[] = {"ecosystem.", "ecosystem-", "pm2.",
                                         "pm2-",       "process.",   "processes."};
    static const char *const ends[] = {".js",   ".cjs", ".mjs",      ".json",
                                       ".yaml", ".yml", ".config.ts"};
    bool start = false, end = false;
    for (size_t i = 0; i < ARRAY_LEN(starts); i++)
        start = start || str_starts(name, str_of(starts[i]));
    for (size_t i = 0; i < ARRAY_LEN(ends); i++)
        end = end || str_ends(name, str_of(ends[i]));
    return start && end && !str_ends(name, STR(".schema.json"));
}

static void find_in(struct finder *f, struct str dir, int depth) {
    struct file_list list;
    struct err err;
    if (!f->files->list || f->files->list(f->files, dir, f->a, &list, &err) < 0)
        return;
    for (size_t i = 0; i < list.n; i++) {
        struct str name = list.at[i].name;
        bool is_dir = list.at[i].kind == FILE_DIRECTORY;
        if (name.p[0] == '.' || str_eqz(name, "node_modules") || (!is_dir && !is_ecosystem(name)))
            continue;
        struct str path = path_join(f->a, dir, name);
        if (is_dir && depth < FIND_DEPTH)
            find_in(f, path, depth + 1);
        else if (!is_dir)
            VEC_PUSH(f->a, &f->found, path_relative(f->a, f->cwd, path));
    }
}

struct str pipeline_repository(struct arena *a, struct str cwd) {
    for (struct str dir = cwd; dir.n > 1; dir = path_dirname(dir))
        if (access(path_join(a, dir, STR(".git")).p, F_OK) == 0)
            return dir;
    return cwd;
}

size_t pipeline_find(struct arena *a, struct files *files, struct str cwd, struct str dir,
                     const struct str **paths) {
    struct finder f = {.a = a, .files = files, .cwd = cwd};
    find_in(&f, dir, 0);
    if (f.found.n)
        qsort(f.found.at, f.found.n, sizeof *f.found.at, compare_str);
    *paths = f.found.at;
    return f.found.n;
}

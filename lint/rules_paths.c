/* Rules about paths: what a script or a directory named here leads to. */
#include "lint/combo.h"
#include "lint/project.h"
#include "schema/unit/did_you_mean.h"

/* ---- EC0310 ---------------------------------------------------------------------------------- */

/* A name that is looked up in PATH: no slash, no extension of a program's text. */
static bool is_command(struct str script) {
    return str_index(script, '/') == script.n && resolve_interpreter(script).n == 0 &&
           !str_ends(script, STR(".json"));
}

/* What a build puts there. */
static bool is_built(struct str path) {
    static const char *const dirs[] = {"dist",  "build",   "out",   "lib",
                                       ".next", ".output", ".nuxt", "compiled"};
    for (size_t at = 0; at < path.n;) {
        struct str part = str_skip(path, at);
        part.n = str_index(part, '/');
        if (at + part.n == path.n)
            return false; /* the file itself */
        for (size_t i = 0; i < ARRAY_LEN(dirs); i++)
            if (str_eqz(part, dirs[i]))
                return true;
        at += part.n + 1;
    }
    return false;
}

static bool has_build(struct lint *l, struct str dir) {
    const struct source *package = project_read(l, path_join(l->a, dir, STR("package.json")));
    struct npm_script script;
    for (size_t at = 0; package && npm_next(package, &at, &script);)
        if (str_starts(script.name, STR("build")))
            return true;
    return false;
}

/* A file of the same directory that may have been meant: with an extension, or of a near name. */
static struct str nearest_file(struct lint *l, struct str path) {
    static const char *const extensions[] = {".js", ".mjs", ".cjs", ".ts"};
    struct files *files = l->in->files;
    struct file_list list;
    struct err err = {0};
    for (size_t i = 0; i < ARRAY_LEN(extensions); i++) {
        struct str with = arena_fmt(l->a, "%.*s%s", STR_ARG(path), extensions[i]);
        if (project_kind(l, with) == FILE_REGULAR)
            return path_basename(with);
    }
    struct str dir = path_dirname(path);
    if (!files->list || project_kind(l, dir) != FILE_DIRECTORY ||
        files->list(files, dir, l->a, &list, &err) < 0)
        return STR("");
    VEC(struct str) names = {0};
    for (size_t i = 0; i < list.n; i++)
        if (list.at[i].kind == FILE_REGULAR && resolve_interpreter(list.at[i].name).n)
            VEC_PUSH(l->a, &names, list.at[i].name);
    size_t hit = did_you_mean(path_basename(path), names.at, names.n);
    return hit < names.n ? names.at[hit] : STR("");
}

static void report_built(struct lint *l, const struct process *p, bool has_script) {
    struct diag *d = lint_say(l, RULE_SCRIPT_NOT_FOUND, p->app, OPT_SCRIPT, p->when,
                              "`%.*s` is made by a build and is not here: a start before it fails",
                              STR_ARG(p->script));
    diag_severity_set(l->sink, d, has_script ? DIAG_HINT : DIAG_INFO);
    diag_help(l->sink, d,
              has_script ? "run the build first"
                         : "check that something builds it before the start");
}

static void report_script(struct lint *l, const struct process *p, struct str path) {
    struct diag *d =
        lint_say(l, RULE_SCRIPT_NOT_FOUND, p->app, OPT_SCRIPT, p->when,
                 "`%.*s` is not there, so this app does not start", STR_ARG(p->script));
    struct str shown = path_relative(l->a, l->model->root, path);
    struct str near = nearest_file(l, path);
    diag_note(l->sink, d, "looked for %.*s beside the configuration", STR_ARG(shown));
    if (lint_for(l, LINT_PM2))
        diag_note(l->sink, d, "PM2 starts the other apps and exits 1");
    if (near.n) {
        size_t cut = p->script.n - path_basename(p->script).n;
        diag_help(l->sink, d, "write script: '%.*s%.*s'", (int)cut, p->script.p, STR_ARG(near));
    } else {
        diag_help(l->sink, d, "name a file that is there; the path is relative to cwd");
    }
}

static void check_script(struct lint *l, const struct process *p) {
    struct str cwd = project_cwd(l, p->app), around = l->in->repository;
    if (around.n == 0)
        around = l->model->root;
    if (p->script.n == 0 || cwd.n == 0 || p->manager.n || p->script.p[0] == '~' ||
        project_is_foreign(p->script) || str_index(p->script, ' ') < p->script.n ||
        is_command(p->script))
        return;
    struct str path = path_join(l->a, cwd, p->script);
    bool here = path_is_below(path, around) &&
                (str_eq(cwd, l->model->root) || project_kind(l, cwd) == FILE_DIRECTORY);
    if (!here || project_kind(l, path) != FILE_MISSING || lint_has(p->script, "node_modules/"))
        return;
    struct str inside = path_relative(l->a, around, path);
    if (is_built(inside))
        report_built(l, p, has_build(l, cwd) || has_build(l, l->model->root));
    else
        report_script(l, p, path);
}

/* ---- EC0311 ---------------------------------------------------------------------------------- */

static void check_cwd(struct lint *l, const struct process *p) {
    const struct value *v = app_value(p->app, OPT_CWD);
    struct str cwd = project_cwd(l, p->app), around = l->in->repository;
    if (!v || cwd.n == 0 || v->kind != VALUE_STRING)
        return;
    if (around.n == 0)
        around = l->model->root;
    bool missing = project_is_here(l) && path_is_below(cwd, around) && !is_built(cwd) &&
                   project_kind(l, cwd) == FILE_MISSING;
    struct diag *d;
    if (missing) {
        d = lint_say(l, RULE_CWD_NOT_FOUND, p->app, OPT_CWD, p->when,
                     "`cwd` %.*s is not there, so nothing can be started in it",
                     STR_ARG(lint_shown(l, v)));
        if (lint_for(l, LINT_PM2))
            diag_note(l->sink, d, "PM2 shows such an app as online, without a process");
        diag_help(l->sink, d, "name a directory that is there; it is relative to this file");
    } else if (v->string.n && v->string.p[0] != '/' && !v->late && lint_for(l, LINT_PM2) &&
               !str_eqz(v->string, ".")) {
        d = lint_say(l, RULE_CWD_NOT_FOUND, p->app, OPT_CWD, p->when,
                     "`cwd` %.*s is taken by PM2 from the directory of whoever calls it",
                     STR_ARG(lint_shown(l, v)));
        diag_severity_set(l->sink, d, lint_for(l, LINT_ECORT) ? DIAG_HINT : DIAG_INFO);
        if (lint_for(l, LINT_ECORT))
            diag_note(l->sink, d, "ecort takes it from the directory of the configuration");
        diag_help(l->sink, d,
                  "call pm2 from the directory of this file, or write an absolute path");
    }
}

/* ---- EC0312 ---------------------------------------------------------------------------------- */

static void check_tilde(struct lint *l, const struct app *app, const struct lint_alt *alt,
                        struct str text) {
    bool is_home = str_eqz(text, "~") || str_starts(text, STR("~/"));
    if (!is_home)
        return;
    struct diag *d = lint_add(l, RULE_TILDE, app, alt,
                              "`%.*s`: ~ is a directory of that name here, not the home directory",
                              STR_ARG(lint_key(alt)));
    diag_note(l->sink, d, "only paths of logs and of the pid file are expanded");
    if (text.n == 1)
        diag_help(l->sink, d, "write the path in full, or process.env.HOME");
    else
        diag_help(l->sink, d, "write the path in full, or process.env.HOME + '%.*s'",
                  STR_ARG(str_skip(text, 1)));
}

static void rule_tilde(struct lint *l, const struct app *app) {
    static const enum opt_id paths[] = {OPT_SCRIPT, OPT_CWD, OPT_INTERPRETER, OPT_ENV_FILE,
                                        OPT_WATCH};
    struct lint_alt alt;
    for (size_t i = 0; i < ARRAY_LEN(paths); i++)
        for (size_t at = 0; lint_next(l, app, paths[i], &at, &alt);) {
            if (alt.data.n == 0 && alt.value->kind == VALUE_STRING &&
                str_index(alt.value->string, ' ') == alt.value->string.n)
                check_tilde(l, app, &alt, alt.value->string);
            for (size_t k = 0; k < alt.data.n; k++)
                check_tilde(l, app, &alt, alt.data.items[k].text);
        }
}

/* ---- EC0906 ---------------------------------------------------------------------------------- */

/* "/home/deploy" of "/home/deploy/app": what belongs to one machine or one user. */
static struct str home_of(struct str path) {
    static const char *const homes[] = {"/home/", "/Users/"};
    if (str_eqz(path, "/root") || str_starts(path, STR("/root/")))
        return (struct str){path.p, 5};
    for (size_t i = 0; i < ARRAY_LEN(homes); i++) {
        struct str rest = str_skip(path, str_starts(path, str_of(homes[i])) ? strlen(homes[i]) : 0);
        if (rest.n < path.n && rest.n)
            return (struct str){path.p, path.n - rest.n + str_index(rest, '/')};
    }
    bool drive = path.n > 2 && path.p[1] == ':' && (path.p[2] == '\\' || path.p[2] == '/') &&
                 ((path.p[0] | 32) >= 'a' && (path.p[0] | 32) <= 'z');
    return drive ? (struct str){path.p, 2} : STR("");
}

/* One finding per app: the first such path speaks for the others. */
static void rule_host_path(struct lint *l, const struct app *app) {
    static const enum opt_id paths[] = {OPT_CWD,        OPT_SCRIPT,   OPT_INTERPRETER, OPT_OUT_FILE,
                                        OPT_ERROR_FILE, OPT_LOG_FILE, OPT_PID_FILE};
    struct diag *d = NULL;
    struct lint_alt alt;
    size_t more = 0;
    for (size_t i = 0; i < ARRAY_LEN(paths); i++)
        for (size_t at = 0; lint_next(l, app, paths[i], &at, &alt);) {
            /* What __dirname or a variable puts together here is of no machine. */
            if (alt.value->kind != VALUE_STRING || alt.value->late || alt.value->deps)
                continue;
            struct str home = home_of(alt.value->string);
            struct str raw = {
                alt.value->span.src ? alt.value->span.src->text.p + alt.value->span.begin : "",
                alt.value->span.end - alt.value->span.begin};
            if (home.n == 0 || !lint_has(raw, arena_cstr(l->a, home)))
                continue;
            more += d != NULL;
            if (d)
                continue;
            d = lint_add(l, RULE_HOST_PATH, app, &alt,
                         "`%.*s` lies below %.*s, which other machines and users do not have",
                         STR_ARG(alt.setting->key), STR_ARG(home));
            diag_help(l->sink, d,
                      "make it relative, or take it from the environment: process.env.HOME");
        }
    if (more)
        diag_note(l->sink, d, "%zu more %s of this app", more, more == 1 ? "path" : "paths");
}

void rule_paths(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    for (processes_of(&c, l, app); process_next(&c, &p);) {
        if (project_is_here(l))
            check_script(l, &p);
        check_cwd(l, &p);
    }
    rule_tilde(l, app);
    rule_host_path(l, app);
}

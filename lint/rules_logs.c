/* Rules of logs: who writes to which file, who watches it, and what becomes of it. */
#include <stdlib.h>

#include "lint/combo.h"
#include "lint/match.h"
#include "lint/project.h"

static const enum opt_id log_paths[] = {OPT_OUT_FILE, OPT_ERROR_FILE, OPT_LOG_FILE};

/* ---- where a path leads ---------------------------------------------------------------------- */

static bool is_nowhere(struct str path) {
    return path.n == 0 || str_eqz(path, "/dev/null") || str_eqz(path, "NULL") || path.p[0] == '~';
}

/* Absolute; empty for /dev/null, for what is not known and for what is below a home directory. */
static struct str full_path(struct lint *l, const struct app *app, const struct lint_alt *alt) {
    struct str cwd = project_cwd(l, app);
    if (alt->value->kind != VALUE_STRING || is_nowhere(alt->value->string) ||
        project_is_foreign(alt->value->string) || (cwd.n == 0 && alt->value->string.p[0] != '/'))
        return STR("");
    return path_join(l->a, cwd, alt->value->string);
}

/* ---- EC0701 ---------------------------------------------------------------------------------- */

/* A file that a stream of an app is written to. */
struct log_use {
    struct str path, when;
    const struct app *app;
    struct span span;
    enum opt_id id;
    size_t order;
    bool is_numbered; /* a number of the process is put into the name, so no other app has it */
};

static int compare_use(const void *pa, const void *pb) {
    const struct log_use *a = pa, *b = pb;
    int c = str_cmp(a->path, b->path);
    return c ? c : (a->order > b->order) - (a->order < b->order);
}

static void report_shared(struct lint *l, const struct log_use *later,
                          const struct log_use *first) {
    bool own = later->app == first->app;
    struct diag *d =
        diag_add(l->sink, RULE_LOG_SHARED, later->span,
                 own ? "both streams go to one file: lines of errors cannot be told from "
                       "others%.*s"
                     : "two apps write to one log file: their lines are mixed%.*s",
                 STR_ARG(later->when.n ? later->when : first->when));
    diag_about(d, later->app->label, str_of(options[later->id].name));
    d->token = first->app->label;
    bool one_line = later->span.src == first->span.src && later->span.begin == first->span.begin;
    if (one_line)
        diag_label(l->sink, d, "`%.*s` and `%.*s`", STR_ARG(first->app->label),
                   STR_ARG(later->app->label));
    else
        diag_relate(l->sink, d, first->span, "`%s` of `%.*s`", options[first->id].name,
                    STR_ARG(first->app->label));
    if (own)
        diag_severity_set(l->sink, d, DIAG_INFO);
    if (own)
        diag_help(l->sink, d, "give each its own file, or remove one of the two");
    else
        diag_help(l->sink, d, "give `%.*s` a file of its own", STR_ARG(later->app->label));
}

/* Files of one span are one line that several apps share: `...common`. */
static bool may_clash(const struct log_use *a, const struct log_use *b) {
    bool together = a->when.n == 0 || b->when.n == 0 || str_eq(a->when, b->when);
    return str_eq(a->path, b->path) && together &&
           (a->app == b->app ? a->id != b->id : !a->is_numbered || !b->is_numbered);
}

static void add_uses(struct lint *l, const struct app *app, struct log_use *at, size_t *n,
                     size_t most) {
    struct lint_alt alt;
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    bool merged = l->resolved->opt[OPT_MERGE_LOGS].data.flag;
    for (size_t i = 0; i < ARRAY_LEN(log_paths); i++)
        for (size_t k = 0; *n < most && lint_next(l, app, log_paths[i], &k, &alt);) {
            struct str path = full_path(l, app, &alt);
            if (path.n == 0)
                continue;
            struct span span = lint_span(alt.value, alt.setting->key_span);
            at[*n] = (struct log_use){path,
                                      alt.when,
                                      app,
                                      span,
                                      log_paths[i],
                                      *n,
                                      !merged && str_ends(path, STR(".log"))};
            ++*n;
        }
}

static void check_shared(struct lint *l) {
    size_t n = 0, most = l->model->apps.n * 8;
    struct log_use *uses = arena_array(l->a, struct log_use, most + 1);
    for (size_t i = 0; i < l->model->apps.n; i++)
        if (!l->model->apps.at[i]->maybe)
            add_uses(l, l->model->apps.at[i], uses, &n, most);
    qsort(uses, n, sizeof *uses, compare_use);
    for (size_t i = 1, first = 0; i < n; i++) {
        if (!str_eq(uses[i].path, uses[first].path))
            first = i;
        for (size_t k = first; k < i; k++)
            if (may_clash(&uses[i], &uses[k])) {
                report_shared(l, &uses[i], &uses[k]);
                break;
            }
    }
}

/* PM2 names a log file after the app with everything but letters, digits, dots and dashes made a
 * dash (facts 3.8). */
static struct str log_name(struct lint *l, const struct app *app) {
    const struct value *name = app_value(app, OPT_NAME);
    if (!name || name->kind != VALUE_STRING || name->string.n == 0 || app->maybe ||
        (app->set[OPT_OUT_FILE] && app->set[OPT_ERROR_FILE]))
        return STR("");
    char *text = arena_cstr(l->a, name->string);
    for (size_t i = 0; i < name->string.n; i++) {
        bool kept = (text[i] >= '0' && text[i] <= '9') ||
                    ((text[i] | 32) >= 'a' && (text[i] | 32) <= 'z') || strchr(".-\\", text[i]);
        if (!kept)
            text[i] = '-';
    }
    return (struct str){text, name->string.n};
}

static void check_names(struct lint *l) {
    size_t n = l->model->apps.n;
    struct log_use *uses = arena_array(l->a, struct log_use, n + 1);
    for (size_t i = 0; i < n; i++)
        uses[i] = (struct log_use){
            .path = log_name(l, l->model->apps.at[i]), .app = l->model->apps.at[i], .order = i};
    qsort(uses, n, sizeof *uses, compare_use);
    for (size_t i = 1; i < n; i++) {
        const struct app *a = uses[i - 1].app, *b = uses[i].app;
        if (uses[i].path.n == 0 || !str_eq(uses[i].path, uses[i - 1].path) ||
            str_eq(app_value(a, OPT_NAME)->string, app_value(b, OPT_NAME)->string))
            continue;
        struct diag *d =
            lint_say(l, RULE_LOG_SHARED, b, OPT_NAME, STR(""),
                     "PM2 writes the logs of both apps to %.*s-out.log: their lines are "
                     "mixed",
                     STR_ARG(uses[i].path));
        diag_relate(l->sink, d, lint_place(a, OPT_NAME), "the other one");
        diag_note(l->sink, d, "in file names PM2 makes a dash of every other character");
        diag_help(l->sink, d, "give one of them another name, or an out_file and an error_file");
    }
}

void rule_shared_logs(struct lint *l) {
    check_shared(l);
    if (lint_for(l, LINT_PM2) && l->model->apps.n)
        check_names(l);
}

/* ---- EC0702 ---------------------------------------------------------------------------------- */

static bool is_glob(struct str s) {
    for (size_t i = 0; i < s.n; i++)
        if (strchr("*?[{", s.p[i]))
            return true;
    return false;
}

/* Is the path among what an item of `watch` looks at? */
static bool is_watched(struct lint *l, struct str cwd, struct str item, struct str path) {
    struct str root = path_join(l->a, cwd, item);
    return is_glob(item) ? match_covers(item, path_relative(l->a, cwd, path))
                         : path_is_below(path, root);
}

/* Is it left out? `known` turns false where the patterns are not. */
static bool is_ignored(struct lint *l, const struct app *app, struct str cwd, struct str path,
                       bool *known) {
    struct str inside = path_relative(l->a, cwd, path);
    struct lint_alt alt;
    *known = true;
    if (!app->set[OPT_IGNORE_WATCH]) /* PM2's own: what begins with a dot, and node_modules */
        return inside.p[0] == '.' || lint_has(inside, "/.") || lint_has(inside, "node_modules");
    size_t at = 0, n = 0;
    for (; lint_next(l, app, OPT_IGNORE_WATCH, &at, &alt); n++)
        for (size_t i = 0; i < alt.data.n; i++) {
            struct str pattern = alt.data.items[i].text;
            struct str from = pattern.n && pattern.p[0] == '/' ? path : inside;
            if (match_covers(pattern, from))
                return true;
        }
    *known = n > 0;
    return false;
}

static bool check_watched(struct lint *l, const struct app *app, const struct lint_alt *watch,
                          const struct lint_alt *log) {
    struct str cwd = project_cwd(l, app), path = full_path(l, app, log);
    bool seen = false, known;
    for (size_t i = 0; cwd.n && path.n && i < watch->data.n; i++)
        seen = seen || is_watched(l, cwd, watch->data.items[i].text, path);
    if (!seen || is_ignored(l, app, cwd, path, &known) || !known)
        return false;
    struct str inside = path_relative(l->a, cwd, path), dir = path_dirname(inside);
    struct diag *d =
        lint_add(l, RULE_WATCH_WRITES, app, watch,
                 "`watch` sees the app's own log: every line of output restarts the app");
    diag_relate(l->sink, d, lint_span(log->value, log->setting->key_span), "this file is watched");
    if (app->set[OPT_IGNORE_WATCH])
        diag_help(l->sink, d, "add '%.*s' to ignore_watch", STR_ARG(dir.n > 1 ? dir : inside));
    else
        diag_help(l->sink, d, "add ignore_watch: ['node_modules', '%.*s']",
                  STR_ARG(dir.n > 1 ? dir : inside));
    return true;
}

static void check_watch(struct lint *l, const struct app *app) {
    static const enum opt_id written[] = {OPT_OUT_FILE, OPT_ERROR_FILE, OPT_LOG_FILE};
    struct lint_alt watch, log;
    const struct value *off = app_value(app, OPT_DISABLE_LOGS);
    if (off && off->kind == VALUE_BOOL && off->boolean)
        return;
    for (size_t at = 0; lint_next(l, app, OPT_WATCH, &at, &watch);) {
        bool said = false;
        for (size_t i = 0; watch.data.n && i < ARRAY_LEN(written); i++)
            for (size_t k = 0; !said && lint_next(l, app, written[i], &k, &log);)
                said = check_watched(l, app, &watch, &log);
    }
}

/* ---- EC0703, EC0704, EC0707 ------------------------------------------------------------------ */

static void check_switches(struct lint *l, const struct app *app, struct str when) {
    resolve_app(l->a, l->model, app, STR(""), 0, l->resolved);
    const struct resolved_opt *opt = l->resolved->opt;
    if (opt[OPT_TIME].data.flag && opt[OPT_LOG_DATE_FORMAT].from == FROM_GIVEN &&
        !opt[OPT_LOG_DATE_FORMAT].data.is_none) {
        struct diag *d =
            lint_say(l, RULE_TIME_OVERRIDES, app, OPT_TIME, when,
                     "PM2 does not use `log_date_format` beside `time: true`: lines begin "
                     "with YYYY-MM-DDTHH:mm:ss");
        d->span = lint_first_line(app->set[OPT_TIME]->key_span);
        diag_relate(l->sink, d, lint_place(app, OPT_LOG_DATE_FORMAT), "this format is lost");
        if (lint_for(l, LINT_ECORT))
            diag_note(l->sink, d, "ecort keeps the format");
        diag_help(l->sink, d, "remove `time`");
    }
    if (!opt[OPT_DISABLE_LOGS].data.flag)
        return;
    for (size_t i = 0; i < ARRAY_LEN(log_paths); i++) {
        if (!app_value(app, log_paths[i]) || opt[log_paths[i]].data.is_none)
            continue;
        struct diag *d = lint_say(l, RULE_LOGS_DISABLED, app, log_paths[i], when,
                                  "nothing is written to `%.*s`: `disable_logs` is on",
                                  STR_ARG(app->set[log_paths[i]]->key));
        diag_relate(l->sink, d, lint_place(app, OPT_DISABLE_LOGS), "output is dropped");
        diag_help(l->sink, d, "remove one of the two");
        return;
    }
}

/* "logs/out-0.log, logs/out-1.log ..." */
static void check_split(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    for (processes_of(&c, l, app); process_next(&c, &p);) {
        bool merged = l->resolved->opt[OPT_MERGE_LOGS].data.flag;
        const struct value *path = app_value(app, OPT_OUT_FILE);
        enum opt_id id = path ? OPT_OUT_FILE : OPT_ERROR_FILE;
        path = path ? path : app_value(app, OPT_ERROR_FILE);
        if (!p.is_cluster || !process_has_many(&p) || merged || !path ||
            path->kind != VALUE_STRING || is_nowhere(path->string) ||
            !str_ends(path->string, STR(".log")))
            continue;
        struct str stem = {path->string.p, path->string.n - 4};
        struct diag *d =
            lint_say(l, RULE_LOG_SPLIT, app, id, p.when,
                     "each process writes a file of its own: %.*s-0.log, %.*s-1.log and "
                     "so on",
                     STR_ARG(stem), STR_ARG(stem));
        diag_help(l->sink, d, "add merge_logs: true for one file");
        return;
    }
}

/* ---- EC0706 ---------------------------------------------------------------------------------- */

/* Is the path ignored by a .gitignore of its directory or one above it, up to the repository? */
static bool is_git_ignored(struct lint *l, struct str path) {
    struct str root = l->in->repository;
    for (struct str dir = path_dirname(path); path_is_below(dir, root); dir = path_dirname(dir)) {
        const struct source *src = project_read(l, path_join(l->a, dir, STR(".gitignore")));
        if (src && match_gitignore(src->text, path_relative(l->a, dir, path)))
            return true;
        if (dir.n <= 1)
            break;
    }
    return false;
}

/* Directories that a finding was made of. */
struct dirs {
    VEC(struct str) at;
};

static bool is_known(const struct dirs *dirs, struct str dir) {
    for (size_t i = 0; i < dirs->at.n; i++)
        if (str_eq(dirs->at.at[i], dir))
            return true;
    return false;
}

static void check_committed(struct lint *l, const struct app *app, const struct lint_alt *alt,
                            struct dirs *dirs) {
    struct str path = full_path(l, app, alt), dir = path_dirname(path);
    if (path.n == 0 || !path_is_below(path, l->in->repository) || is_known(dirs, dir) ||
        is_git_ignored(l, path))
        return;
    struct str shown = path_relative(l->a, l->in->repository, path), inside = path_dirname(shown);
    struct diag *d = lint_add(l, RULE_LOG_UNIGNORED, app, alt,
                              "`%.*s` lies in the repository and git does not ignore it: the next "
                              "`git add .` takes the log along",
                              STR_ARG(alt->setting->key));
    VEC_PUSH(l->a, &dirs->at, dir);
    if (inside.n > 1)
        diag_help(l->sink, d, "add /%.*s/ to .gitignore", STR_ARG(inside));
    else
        diag_help(l->sink, d, "add /%.*s to .gitignore", STR_ARG(shown));
}

/* Once per directory: several apps mostly log into one. */
void rule_committed_logs(struct lint *l) {
    struct dirs dirs = {0};
    struct lint_alt alt;
    if (!l->in->files || l->in->repository.n == 0)
        return;
    for (size_t i = 0; i < l->model->apps.n; i++)
        for (size_t k = 0; k < ARRAY_LEN(log_paths); k++)
            for (size_t at = 0; lint_next(l, l->model->apps.at[i], log_paths[k], &at, &alt);)
                check_committed(l, l->model->apps.at[i], &alt, &dirs);
}

void rule_logs(struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_TIME, OPT_LOG_DATE_FORMAT, OPT_DISABLE_LOGS};
    struct combos c;
    for (combos_of(&c, l, app, ids, ARRAY_LEN(ids)); combos_next(&c);)
        check_switches(l, &c.app, c.when);
    check_watch(l, app);
    check_split(l, app);
}

/* ---- EC0705 ---------------------------------------------------------------------------------- */

bool lint_has_logrotate(struct lint *l) {
    static const char *const files[] = {"package.json", "Dockerfile", "docker-compose.yml"};
    struct command_line line;
    for (size_t at = 0; project_command(l, &at, &line);)
        if (lint_has(line.text, "logrotate"))
            return true;
    for (size_t i = 0; i < ARRAY_LEN(files); i++) {
        const struct source *src =
            project_read(l, path_join(l->a, l->model->root, str_of(files[i])));
        if (src && lint_has(src->text, "logrotate"))
            return true;
    }
    return lint_has(l->model->source->text, "logrotate");
}

/* Once per file: rotation is set up once per machine. */
void rule_rotation(struct lint *l) {
    for (size_t i = 0; i < l->model->apps.n; i++) {
        const struct app *app = l->model->apps.at[i];
        struct lint_alt alt;
        size_t at = 0;
        if (app->set[OPT_LOG_ROTATE] || app->set[OPT_DISABLE_LOGS] ||
            !lint_is_for_production(l, app) ||
            (lint_next(l, app, OPT_OUT_FILE, &at, &alt) && alt.value->kind == VALUE_STRING &&
             is_nowhere(alt.value->string) && alt.value->string.p[0] != '~'))
            continue;
        if (lint_has_logrotate(l))
            return;
        struct diag *d = lint_say(l, RULE_NO_ROTATION, app, OPT_OUT_FILE, STR(""),
                                  "nothing rotates the logs: they grow until the disk is full");
        if (lint_for(l, LINT_ECORT))
            diag_help(l->sink, d, "add log_rotate: { max_size: '10M', retain: 30 }%s",
                      lint_for(l, LINT_PM2) ? ", or for PM2: pm2 install pm2-logrotate" : "");
        else
            diag_help(l->sink, d, "pm2 install pm2-logrotate");
        return;
    }
}

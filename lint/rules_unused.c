/* Rules about options that need what is not there: root, a watcher, a program that takes them. */
#include "lint/combo.h"
#include "schema/unit/path.h"

/* ---- EC0901 ---------------------------------------------------------------------------------- */

static bool is_root(const struct value *v) {
    return (v->kind == VALUE_NUMBER && v->number == 0) ||
           (v->kind == VALUE_STRING && (str_eqz(v->string, "root") || str_eqz(v->string, "0")));
}

static void check_user(struct lint *l, const struct app *app) {
    struct lint_alt alt;
    enum opt_id id = app_value(app, OPT_UID) ? OPT_UID : OPT_GID;
    for (size_t at = 0; lint_next(l, app, id, &at, &alt);) {
        if (id == OPT_UID && is_root(alt.value))
            continue; /* EC1101 */
        struct diag *d =
            lint_add(l, RULE_UID_NEEDS_ROOT, app, &alt,
                     "`%.*s` needs root: called by anyone else, nothing of the file starts",
                     STR_ARG(alt.setting->key));
        if (lint_for(l, LINT_PM2))
            diag_note(l->sink, d, "PM2 stops with an error, and on Windows always");
        diag_help(l->sink, d, "start it as that user instead, and remove `%.*s`",
                  STR_ARG(alt.setting->key));
    }
}

/* ---- EC0904 ---------------------------------------------------------------------------------- */

/* Nothing is watched, whatever the environment is. */
static bool never_watches(struct lint *l, const struct app *app) {
    const struct setting *s = app->set[OPT_WATCH];
    struct lint_alt alt;
    size_t n = 0;
    if (!s)
        return true;
    for (size_t at = 0; lint_next(l, app, OPT_WATCH, &at, &alt); n++)
        if (alt.data.n)
            return false;
    return n > 0 && n == value_alternatives(s->value);
}

static void check_watch(struct lint *l, const struct app *app) {
    static const enum opt_id ids[] = {OPT_IGNORE_WATCH, OPT_WATCH_DELAY, OPT_WATCH_OPTIONS};
    if (!never_watches(l, app))
        return;
    for (size_t i = 0; i < ARRAY_LEN(ids); i++) {
        const struct setting *s = app->set[ids[i]];
        if (!s || s->is_bad)
            continue;
        struct diag *d =
            lint_say(l, RULE_WATCH_UNUSED, app, ids[i], STR(""),
                     app->set[OPT_WATCH] ? "`%.*s` does nothing: `watch` is off"
                                         : "`%.*s` does nothing: `watch` is not given, and off",
                     STR_ARG(s->key));
        d->span = lint_first_line(s->key_span);
        diag_help(l->sink, d, "remove it");
    }
}

/* ---- EC0905 ---------------------------------------------------------------------------------- */

/* Flags that only Node has. */
static bool is_node_flag(struct str word) {
    static const char *const starts[] = {"--max-old-space-size",
                                         "--max_old_space_size",
                                         "--inspect",
                                         "--require",
                                         "--import",
                                         "--loader",
                                         "--experimental-",
                                         "--enable-source-maps",
                                         "--harmony",
                                         "--expose-gc",
                                         "--trace-warnings"};
    for (size_t i = 0; i < ARRAY_LEN(starts); i++)
        if (str_starts(word, str_of(starts[i])))
            return true;
    return false;
}

static struct str first_node_flag(const struct opt_data *args) {
    for (size_t i = 0; i < args->n; i++)
        if (is_node_flag(args->items[i].text))
            return args->items[i].text;
    return STR("");
}

static void check_node_args(struct lint *l, const struct process *p) {
    const struct opt_data *args = &l->resolved->opt[OPT_NODE_ARGS].data;
    struct str key = p->app->set[OPT_NODE_ARGS] ? p->app->set[OPT_NODE_ARGS]->key : STR("");
    struct diag *d = NULL;
    if (!app_value(p->app, OPT_NODE_ARGS) || args->n == 0)
        return;
    struct str flag = first_node_flag(args);
    if (p->runner == RUNNER_NONE || p->runner == RUNNER_SHELL)
        d = lint_say(l, RULE_NODE_ARGS_UNUSED, p->app, OPT_NODE_ARGS, p->when,
                     "`%.*s` is not used: %s", STR_ARG(key),
                     p->runner == RUNNER_NONE ? "with interpreter: 'none' the script runs by itself"
                                              : "the script is a command line for bash");
    else if (p->runner == RUNNER_MANAGER)
        d = lint_say(l, RULE_NODE_ARGS_UNUSED, p->app, OPT_NODE_ARGS, p->when,
                     "`%.*s` reaches %.*s, not the program that it starts", STR_ARG(key),
                     STR_ARG(p->manager));
    else if (p->runner == RUNNER_OTHER && flag.n)
        d = lint_say(l, RULE_NODE_ARGS_UNUSED, p->app, OPT_NODE_ARGS, p->when,
                     "%.*s does not know `%.*s`, which is for Node, and does not start",
                     STR_ARG(path_basename(p->interpreter)), STR_ARG(flag));
    if (!d)
        return;
    if (p->runner == RUNNER_OTHER)
        diag_help(l->sink, d, "remove it");
    else
        diag_help(l->sink, d, "set NODE_OPTIONS in env instead, or start the program itself");
}

void rule_unused(struct lint *l, const struct app *app) {
    struct combos c;
    struct process p;
    check_user(l, app);
    check_watch(l, app);
    for (processes_of(&c, l, app); process_next(&c, &p);)
        check_node_args(l, &p);
}

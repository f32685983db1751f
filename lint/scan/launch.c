/* The walk over a command line, from its outermost wrapper to node. */
#include "lint/scan/launch_in.h"

#include <stdarg.h>

void launch_refuse(struct launcher *l, const char *help, const char *fmt, ...) {
    va_list ap;
    va_start(ap, fmt);
    l->out->kind = LAUNCH_REFUSED;
    l->out->reason = arena_vfmt(launch_arena(l), fmt, ap);
    l->out->help = str_of(help);
    va_end(ap);
}

void launch_setenv(struct launcher *l, struct str name, struct str value) {
    struct launch_env env = {name, value};
    VEC_PUSH(launch_arena(l), &l->out->env, env);
}

void launch_node_arg(struct launcher *l, struct str word) {
    VEC_PUSH(launch_arena(l), &l->out->node_args.list, word);
}

static bool is_one_of(struct str word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eqz(word, list[i]))
            return true;
    return false;
}

static bool is_node(struct str program) {
    return str_eqz(program, "node") || str_eqz(program, "nodejs");
}

static bool is_ts_node(struct str program) {
    static const char *const names[] = {"ts-node", "ts-node-esm", "ts-node-script",
                                        "ts-node-transpile-only"};
    return is_one_of(program, names, ARRAY_LEN(names));
}

static bool is_shell(struct str program) {
    static const char *const names[] = {"sh", "bash", "dash"};
    return is_one_of(program, names, ARRAY_LEN(names));
}

static void take_assignment(struct launcher *l, struct str word) {
    size_t n = str_index(word, '=');
    launch_setenv(l, (struct str){word.p, n}, str_skip(word, n + 1));
}

/* cross-env fills in variables by itself, whatever the quotes. */
static bool take_cross_env(struct launcher *l, const struct words *w, size_t *at) {
    for (++*at; *at < w->list.n && command_is_assignment(w->list.at[*at]); ++*at) {
        if (str_index(w->list.at[*at], '$') < w->list.at[*at].n) {
            launch_refuse(l, "set the variable in `env` of the app",
                          "cross-env fills in a variable in `%.*s`", STR_ARG(w->list.at[*at]));
            return false;
        }
        take_assignment(l, w->list.at[*at]);
    }
    return true;
}

void launch_line(struct launcher *l, struct str text, const struct words *more, size_t at) {
    struct arena *a = launch_arena(l);
    struct str reason = launch_shell_reason(a, text);
    struct words w = {{0}};
    l->is_plain = false;
    if (reason.n) {
        launch_refuse(l, "let `script` be the Node program alone, and do the rest before the start",
                      "%.*s", STR_ARG(reason));
        return;
    }
    command_words(a, text, &w);
    for (; more && at < more->list.n; at++)
        VEC_PUSH(a, &w.list, more->list.at[at]);
    launch_walk(l, &w, 0);
}

/* `sh -c "..."` is its line; a script of the shell may do anything. */
static void walk_shell(struct launcher *l, const struct words *w, size_t at) {
    if (str_eqz(launch_word(w, at + 1), "-c") && at + 3 == w->list.n) {
        launch_line(l, w->list.at[at + 2], NULL, 0);
    } else if (!l->is_plain) {
        launch_refuse(l, "let `script` be the Node program that it starts",
                      "a shell script starts it");
    }
}

static void walk_program(struct launcher *l, const struct words *w, size_t at) {
    static const char *const managers[] = {"npm", "yarn", "yarnpkg", "pnpm"};
    struct str program = command_program(w->list.at[at]);
    if (is_one_of(program, managers, ARRAY_LEN(managers)))
        launch_manager(l, w, at);
    else if (str_eqz(program, "npx"))
        launch_npx(l, w, at);
    else if (is_node(program))
        launch_node(l, w, at);
    else if (str_eqz(program, "tsx"))
        launch_tsx(l, w, at);
    else if (is_ts_node(program))
        launch_ts_node(l, w, at);
    else if (str_eqz(program, "dotenv"))
        launch_dotenv(l, w, at);
    else if (is_shell(program))
        walk_shell(l, w, at);
    else if (!launch_is_known(l, w, at) && !l->is_plain)
        launch_bin(l, w, at);
}

void launch_walk(struct launcher *l, const struct words *w, size_t at) {
    for (; at < w->list.n; at++) {
        struct str word = w->list.at[at], program = command_program(word);
        if (!l->is_plain && command_is_assignment(word)) {
            take_assignment(l, word);
        } else if (str_eqz(program, "cross-env")) {
            l->is_plain = false;
            if (!take_cross_env(l, w, &at))
                return;
            at--;
        } else if (str_eqz(program, "env") && !str_starts(launch_word(w, at + 1), STR("-"))) {
            l->is_plain = false;
        } else if (!str_eqz(program, "corepack") && (l->is_plain || !str_eqz(word, "exec"))) {
            walk_program(l, w, at);
            return;
        }
    }
    launch_refuse(l, "let `script` be the Node program", "it names no program");
}

/* ---- an app ---- */

static void add_all(struct arena *a, struct words *w, const struct str *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        VEC_PUSH(a, &w->list, words[i]);
}

/* node by name: what it is given may watch, or start what listens as its child. */
static void check_node(struct launcher *l, const struct launch_entry *e) {
    struct words w = {{0}};
    for (size_t i = 0; i < e->n_node_args; i++)
        if (launch_is_watch(e->node_args[i])) {
            launch_refuse_watch(l, STR("node"));
            return;
        }
    VEC_PUSH(launch_arena(l), &w.list, e->script);
    add_all(launch_arena(l), &w, e->args, e->n_args);
    if (!str_eq(command_program(e->script), path_basename(e->script)))
        (void)launch_is_known(l, &w, 0);
}

static void find(struct launcher *l, const struct launch_entry *e) {
    struct arena *a = launch_arena(l);
    struct str program = command_program(e->interpreter);
    struct words w = {{0}};
    bool is_direct = !e->interpreter.n || str_eqz(e->interpreter, "none");
    bool has_blank =
        str_index(e->script, ' ') < e->script.n || str_index(e->script, '\t') < e->script.n;
    if (is_direct && has_blank &&
        launch_kind_of(l, path_join(a, l->cwd, e->script)) != FILE_REGULAR) {
        add_all(a, &w, e->args, e->n_args);
        launch_line(l, e->script, &w, 0);
        return;
    }
    if (is_node(program)) {
        check_node(l, e);
        return;
    }
    if (!is_direct) {
        VEC_PUSH(a, &w.list, e->interpreter);
        add_all(a, &w, e->node_args, e->n_node_args);
    }
    VEC_PUSH(a, &w.list, e->script);
    add_all(a, &w, e->args, e->n_args);
    l->is_plain = true;
    launch_walk(l, &w, 0);
}

void launch_find(struct arena *a, const struct launch_files *files,
                 const struct launch_entry *entry, struct launch *out) {
    struct launcher l = {.out = out, .cwd = entry->cwd, .installed = files->installed};
    *out = (struct launch){.kind = LAUNCH_AS_IS, .cwd = entry->cwd, .interpreter = STR("node")};
    if (!entry->script.n)
        return;
    resolve_init(&l.resolve, a, files->project, files->root);
    find(&l, entry);
}

struct str launch_text(struct arena *a, const struct launch *launch) {
    const struct words *lists[] = {&launch->node_args, NULL, &launch->args};
    struct str text = launch->interpreter;
    for (size_t k = 0; k < ARRAY_LEN(lists); k++) {
        if (!lists[k])
            text = arena_fmt(a, "%.*s %.*s", STR_ARG(text), STR_ARG(launch->script));
        for (size_t i = 0; lists[k] && i < lists[k]->list.n; i++) {
            struct str word = lists[k]->list.at[i];
            bool is_bare = word.n && str_index(word, ' ') == word.n;
            text =
                arena_fmt(a, is_bare ? "%.*s %.*s" : "%.*s \"%.*s\"", STR_ARG(text), STR_ARG(word));
        }
    }
    return text;
}

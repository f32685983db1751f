/* npm, yarn and pnpm: which script of which package.json, and what is put behind it. */
#include "lint/scan/launch_in.h"

enum { NPMRC_MOST = 64 * 1024 };

static const char by_hand[] = "let `script` be the Node program itself";

static bool is_one_of(struct str word, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (str_eqz(word, list[i]))
            return true;
    return false;
}

/* ---- one script ---- */

/* After the string that begins at `at`. */
static size_t string_end(struct str text, size_t at) {
    for (at++; at < text.n && text.p[at] != '"'; at++)
        at += text.p[at] == '\\';
    return at < text.n ? at + 1 : text.n;
}

/* The script's place: its key points into the text where it has no escapes. */
static void add_step(struct launcher *l, struct str path, struct str text,
                     const struct json *script) {
    struct launch_step step = {.path = path, .text = text, .is_script = true};
    bool is_inside = script->key.p >= text.p && script->key.p < text.p + text.n;
    if (is_inside) {
        size_t at = (size_t)(script->key.p - text.p) + script->key.n + 1;
        at += str_index(str_skip(text, at < text.n ? at : text.n), '"');
        step.begin = at + 1;
        step.end = at < text.n ? string_end(text, at) - 1 : at;
    }
    if (!is_inside || step.end <= step.begin || step.end > text.n)
        step.begin = step.end = 0;
    VEC_PUSH(launch_arena(l), &l->out->steps, step);
}

/* Settings that change how a script is run. */
static const char *npmrc_setting(struct launcher *l, struct str dir) {
    static const char *const names[] = {"node-options", "script-shell", "shell-emulator",
                                        "use-node-version", "node-linker=pnp"};
    struct str text =
        repo_text(&l->resolve.repo, path_join(launch_arena(l), dir, STR(".npmrc")), NPMRC_MOST);
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (text.n && memmem(text.p, text.n, names[i], strlen(names[i])))
            return names[i];
    return NULL;
}

/* npm_package_config_x_y: scalars of name, version, config and engines. */
static void set_members(struct launcher *l, struct str prefix, const struct json *v,
                        unsigned depth) {
    struct arena *a = launch_arena(l);
    if (!v || depth > 4)
        return;
    if (v->kind == JSON_STRING || v->kind == JSON_NUMBER)
        launch_setenv(l, prefix, v->text);
    else if (v->kind == JSON_BOOL)
        launch_setenv(l, prefix, v->truth ? STR("true") : STR(""));
    for (const struct json *m = v->kind == JSON_OBJECT ? v->first : NULL; m; m = m->next) {
        char *name = arena_cstr(a, arena_fmt(a, "%.*s_%.*s", STR_ARG(prefix), STR_ARG(m->key)));
        for (char *p = name; *p; p++)
            if (!strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_", *p))
                *p = '_';
        set_members(l, str_of(name), m, depth + 1);
    }
}

/* What programs read of what npm sets; not where it stands on this machine. */
static void set_variables(struct launcher *l, const struct json *manifest, struct str event) {
    static const char *const members[] = {"name", "version", "config", "engines"};
    for (size_t i = 0; i < ARRAY_LEN(members); i++)
        set_members(l, arena_fmt(launch_arena(l), "npm_package_%s", members[i]),
                    json_member(manifest, str_of(members[i])), 0);
    launch_setenv(l, STR("npm_lifecycle_event"), event);
}

/* prebuild, postbuild; true after refusing because of one. */
static bool has_hook(struct launcher *l, const struct json *scripts, struct str name,
                     struct str path, struct str text) {
    static const char *const hooks[] = {"pre", "post"};
    struct arena *a = launch_arena(l);
    for (size_t i = 0; i < ARRAY_LEN(hooks); i++) {
        struct str hook = arena_fmt(a, "%s%.*s", hooks[i], STR_ARG(name));
        const struct json *script = json_member(scripts, hook);
        if (!json_text(script).n)
            continue;
        add_step(l, path, text, script);
        launch_refuse(
            l,
            i == 0 ? "run it before the start, and let `script` be the Node program itself"
                   : by_hand,
            "`%.*s` of package.json runs %s it", STR_ARG(hook), i == 0 ? "before" : "after");
        return true;
    }
    return false;
}

struct run {
    struct str name;
    struct words more; /* what is put behind it */
    bool has_hooks, may_be_bin;
};

static void run_missing(struct launcher *l, const struct run *run, struct str dir) {
    struct arena *a = launch_arena(l);
    struct words w = {{0}};
    if (str_eqz(run->name, "start") &&
        launch_kind_of(l, path_join(a, dir, STR("server.js"))) == FILE_REGULAR) {
        l->cwd = dir;
        launch_finish(l, STR("server.js"), &run->more, 0);
        return;
    }
    if (!run->may_be_bin) {
        launch_refuse(l, by_hand, "package.json has no script \"%.*s\"", STR_ARG(run->name));
        return;
    }
    VEC_PUSH(a, &w.list, run->name);
    for (size_t i = 0; i < run->more.list.n; i++)
        VEC_PUSH(a, &w.list, run->more.list.at[i]);
    launch_walk(l, &w, 0);
}

static void run_script(struct launcher *l, const struct run *run) {
    struct arena *a = launch_arena(l);
    struct str dir = {"", 0}, text;
    if (l->depth++ >= COMMAND_DEPTH) {
        launch_refuse(l, by_hand, "the scripts of package.json start each other without end");
        return;
    }
    if (!package_near(&l->resolve, l->cwd, &dir)) {
        launch_refuse(l, "set `cwd` to the directory of the package", "there is no package.json");
        return;
    }
    struct str path = path_join(a, dir, STR("package.json"));
    const struct json *manifest = launch_json(l, path, &text);
    const struct json *scripts = json_member(manifest, STR("scripts"));
    const struct json *script = json_member(scripts, run->name);
    const char *setting = npmrc_setting(l, dir);
    l->is_package = true;
    if (!json_text(script).n) {
        run_missing(l, run, dir);
        return;
    }
    if (run->has_hooks && has_hook(l, scripts, run->name, path, text))
        return;
    add_step(l, path, text, script);
    if (setting) {
        launch_refuse(l, by_hand, "%s of .npmrc changes how scripts are run", setting);
        return;
    }
    if (run->has_hooks) {
        set_variables(l, manifest, run->name);
        launch_setenv(l, STR("npm_lifecycle_script"), script->text);
    }
    l->cwd = dir;
    launch_line(l, script->text, &run->more, 0);
}

/* ---- what goes on to the script ---- */

/* npm keeps options before "--" for itself: false after refusing one that was meant for the program. */
static bool take_npm_words(struct launcher *l, const struct words *w, size_t at,
                           struct words *more) {
    static const char *const quiet[] = {"-s",         "--silent",     "-q",        "--quiet",
                                        "-d",         "--no-audit",   "--no-fund", "--if-present",
                                        "--no-color", "--no-progress"};
    static const char *const places[] = {"-w", "--workspace", "--prefix", "-C"};
    bool is_behind = false;
    for (; at < w->list.n; at++) {
        struct str word = w->list.at[at];
        struct str name = {word.p, str_index(word, '=')};
        if (!is_behind && str_eqz(word, "--")) {
            is_behind = true;
        } else if (is_behind || !str_starts(word, STR("-"))) {
            VEC_PUSH(launch_arena(l), &more->list, word);
        } else if (is_one_of(name, places, ARRAY_LEN(places))) {
            at += name.n == word.n;
        } else if (!is_one_of(word, quiet, ARRAY_LEN(quiet))) {
            launch_refuse(l, "put -- before what is for the program",
                          "npm takes `%.*s` for itself, and the program does not get it",
                          STR_ARG(word));
            return false;
        }
    }
    return true;
}

static bool take_other_words(struct launcher *l, const struct words *w, size_t at,
                             struct words *more) {
    static const char *const odd[] = {"--",       "-w",    "--workspace", "--prefix", "-C",
                                      "--filter", "--dir", "-F",          "--cwd"};
    for (; at < w->list.n; at++) {
        struct str word = w->list.at[at], name = {word.p, str_index(word, '=')};
        if (is_one_of(name, odd, ARRAY_LEN(odd))) {
            launch_refuse(l, by_hand, "versions of yarn and pnpm differ in whom `%.*s` is for",
                          STR_ARG(word));
            return false;
        }
        VEC_PUSH(launch_arena(l), &more->list, word);
    }
    return true;
}

void launch_node_run(struct launcher *l, const struct words *w, size_t at) {
    struct run run = {.name = launch_word(w, at)};
    l->out->node_args.list.n = 0;
    for (at++; at < w->list.n && !str_eqz(w->list.at[at], "--"); at++)
        if (str_starts(w->list.at[at], STR("-"))) {
            launch_refuse(l, by_hand, "`%.*s` stands behind node --run", STR_ARG(w->list.at[at]));
            return;
        }
    for (at++; at < w->list.n; at++)
        VEC_PUSH(launch_arena(l), &run.more.list, w->list.at[at]);
    l->is_plain = false;
    run_script(l, &run);
}

/* ---- programs of packages ---- */

/* npx sets what a script would be given. */
static void set_npx_variables(struct launcher *l) {
    struct str dir = {"", 0};
    const struct json *manifest = package_near(&l->resolve, l->cwd, &dir);
    if (manifest)
        set_variables(l, manifest, STR("npx"));
}

void launch_npx(struct launcher *l, const struct words *w, size_t at) {
    static const char *const plain[] = {"-y", "--yes",   "--no", "--no-install",
                                        "-q", "--quiet", "--"};
    if (str_eqz(command_program(w->list.at[at]), "npx"))
        set_npx_variables(l);
    for (at++; at < w->list.n && is_one_of(w->list.at[at], plain, ARRAY_LEN(plain)); at++)
        ;
    struct str name = launch_word(w, at);
    l->is_plain = false;
    l->is_package = true;
    if (str_starts(name, STR("-")))
        launch_refuse(l, by_hand, "`%.*s` has npx do more than start a program", STR_ARG(name));
    else if (str_index(str_skip(name, name.n > 0), '@') + 1 < name.n &&
             str_index(name, '/') == name.n)
        launch_refuse(l, "install it as a dependency, and leave the version out",
                      "npx fetches `%.*s` where it is not there", STR_ARG(name));
    else
        launch_walk(l, w, at);
}

/* ---- the verb ---- */

static bool is_many(const struct words *w, size_t at, size_t end) {
    static const char *const names[] = {"-r",  "--recursive", "--parallel", "--workspaces",
                                        "-ws", "--stream",    "workspaces", "foreach"};
    for (; at < end; at++)
        if (is_one_of(w->list.at[at], names, ARRAY_LEN(names)) ||
            str_ends(w->list.at[at], STR("...")) ||
            str_index(w->list.at[at], '*') < w->list.at[at].n)
            return true;
    return false;
}

static void run_named(struct launcher *l, const struct words *w, size_t at, bool is_npm,
                      bool may_be_bin) {
    struct run run = {.name = launch_word(w, at), .has_hooks = true, .may_be_bin = may_be_bin};
    bool is_good = is_npm ? take_npm_words(l, w, at + 1, &run.more)
                          : take_other_words(l, w, at + 1, &run.more);
    if (is_good)
        run_script(l, &run);
}

static void run_verb(struct launcher *l, struct str program, const struct words *w,
                     const struct manager_call *c) {
    static const char *const runs[] = {"run", "run-script", "rum", "urn"};
    static const char *const execs[] = {"exec", "x"};
    static const char *const others[] = {"install", "i",    "ci",   "add",    "test",  "t",
                                         "stop",    "dlx",  "init", "create", "build", "pack",
                                         "publish", "link", "why",  "create", "deploy"};
    bool is_npm = str_eqz(program, "npm"), is_run = is_one_of(c->verb, runs, ARRAY_LEN(runs));
    size_t at = c->verb_at + is_run;
    while (is_run && str_starts(launch_word(w, at), STR("-")) && !str_eqz(launch_word(w, at), "--"))
        at++;
    bool is_exec = is_one_of(c->verb, execs, ARRAY_LEN(execs));
    if (is_exec && is_npm)
        set_npx_variables(l);
    if (is_exec)
        launch_npx(l, w, c->verb_at);
    else if (str_eqz(program, "yarn") && str_eqz(c->verb, "node"))
        launch_node(l, w, c->verb_at);
    else if (!is_run &&
             (is_npm ? !str_eqz(c->verb, "start") : is_one_of(c->verb, others, ARRAY_LEN(others))))
        launch_refuse(l, by_hand, "`%.*s %.*s` starts no program of its own", STR_ARG(program),
                      STR_ARG(c->verb));
    else if (at >= w->list.n)
        launch_refuse(l, by_hand, "`%.*s %.*s` names no script", STR_ARG(program),
                      STR_ARG(c->verb));
    else
        run_named(l, w, at, is_npm, !is_npm);
}

static bool has_pnp(struct launcher *l) {
    struct arena *a = launch_arena(l);
    for (struct str dir = l->cwd; path_is_below(dir, l->resolve.repo.root);
         dir = path_dirname(dir)) {
        if (launch_kind_of(l, path_join(a, dir, STR(".pnp.cjs"))) == FILE_REGULAR)
            return true;
        if (dir.n <= 1)
            break;
    }
    return false;
}

void launch_manager(struct launcher *l, const struct words *w, size_t at) {
    struct str program = command_program(w->list.at[at]);
    struct manager_call c = {.dir = l->cwd};
    program = str_eqz(program, "yarnpkg") ? STR("yarn") : program;
    manager_read(&l->resolve, w, at + 1, &c);
    l->is_plain = false;
    l->is_package = true;
    if (!c.verb.n)
        launch_refuse(l, by_hand, "%.*s is started without a script", STR_ARG(program));
    else if (c.is_lost)
        launch_refuse(l, by_hand, "%.*s is told to work in a package that is not here",
                      STR_ARG(program));
    else if (is_many(w, at + 1, c.verb_at) || str_eqz(c.verb, "workspaces"))
        launch_refuse(l, "write one app for each", "%.*s starts the script of several packages",
                      STR_ARG(program));
    else if (str_eqz(program, "yarn") && has_pnp(l))
        launch_refuse(l, "set nodeLinker: node-modules in .yarnrc.yml",
                      "Yarn Plug'n'Play has no node_modules that node could look into");
    else {
        l->cwd = c.dir;
        run_verb(l, program, w, &c);
    }
}

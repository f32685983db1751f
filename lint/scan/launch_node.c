/* node itself, and what is a preload of it: tsx, ts-node, dotenv. */
#include "lint/scan/launch_in.h"

/* ---- the file ---- */

/* Node looks for X, X.js, and in a directory for main or index.js; the supervisor takes a file. */
static struct str file_of(struct launcher *l, struct str script, unsigned depth) {
    struct arena *a = launch_arena(l);
    struct str path = path_join(a, l->cwd, script), text;
    enum file_kind kind = launch_kind_of(l, path);
    struct str with_js = arena_fmt(a, "%.*s.js", STR_ARG(script));
    if (kind == FILE_REGULAR || depth > 2)
        return script;
    if (launch_kind_of(l, path_join(a, l->cwd, with_js)) == FILE_REGULAR)
        return with_js;
    if (kind == FILE_DIRECTORY) {
        const struct json *manifest =
            launch_json(l, path_join(a, path, STR("package.json")), &text);
        struct str main = json_member_text(manifest, "main");
        struct str inside = path_join(a, script, main.n ? main : STR("index.js"));
        return file_of(l, inside, depth + 1);
    }
    return path_extension(script).n ? script : with_js; /* a build will make it */
}

void launch_finish(struct launcher *l, struct str script, const struct words *w, size_t args_at) {
    struct arena *a = launch_arena(l);
    l->out->kind = LAUNCH_RESOLVED;
    l->out->cwd = l->cwd;
    l->out->script = file_of(l, script, 0);
    for (; args_at < w->list.n; args_at++)
        VEC_PUSH(a, &l->out->args.list, w->list.at[args_at]);
    struct str own = STR("node_modules/.bin/node"); /* the package `node` */
    if (l->is_package && launch_kind_of(l, path_join(a, l->cwd, own)) == FILE_REGULAR)
        l->out->interpreter = own;
}

/* ---- node ---- */

bool launch_is_watch(struct str option) {
    return str_starts(option, STR("--watch"));
}

void launch_refuse_watch(struct launcher *l, struct str what) {
    launch_refuse(l, "leave it out, and write watch: true where a change is to restart the app",
                  "%.*s watches the files and starts the program as its child", STR_ARG(what));
}

static bool is_inline(struct str option) {
    static const char *const names[] = {"-e", "--eval", "-p",      "--print", "-pe",
                                        "-i", "-c",     "--check", "--test",  "-"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz(option, names[i]))
            return true;
    return false;
}

/* An option of node, and its value; false after a refusal. */
static bool take_option(struct launcher *l, const struct words *w, size_t *at) {
    struct str option = w->list.at[*at];
    if (launch_is_watch(option)) {
        launch_refuse_watch(l, STR("node --watch"));
        return false;
    }
    if (is_inline(option)) {
        launch_refuse(l, "put the program into a file", "`%.*s` runs no file", STR_ARG(option));
        return false;
    }
    launch_node_arg(l, option);
    if (runner_takes_value(STR("node"), option) && *at + 1 < w->list.n)
        launch_node_arg(l, w->list.at[++*at]);
    return true;
}

static bool is_option(struct str word) {
    return word.n && word.p[0] == '-';
}

static void finish_at(struct launcher *l, const struct words *w, size_t at) {
    struct str script = launch_word(w, at);
    if (!script.n)
        launch_refuse(l, "name the file", "no file is named for it to run");
    else if (str_eq(command_program(script), path_basename(script)) || !launch_is_known(l, w, at))
        launch_finish(l, script, w, at + 1);
}

void launch_node(struct launcher *l, const struct words *w, size_t at) {
    for (at++; at < w->list.n && is_option(w->list.at[at]); at++) {
        if (str_eqz(w->list.at[at], "--run")) {
            launch_node_run(l, w, at + 1);
            return;
        }
        if (!take_option(l, w, &at))
            return;
    }
    finish_at(l, w, at);
}

/* ---- tsx ---- */

static bool is_installed(struct launcher *l, const char *name, unsigned least) {
    struct launch_module module;
    if (!launch_module(l, str_of(name), &module)) {
        launch_refuse(l, "install it as a dependency of the package",
                      "%s is neither in node_modules nor in package.json", name);
        return false;
    }
    if (module.major && module.major < least) {
        launch_refuse(l, "update it, or start what the build makes of the program",
                      "%s %u cannot be a preload of node; %u can", name, module.major, least);
        return false;
    }
    return true;
}

/* "--project X", "--project=X": true where it is that option, *value being its value. */
static bool has_value(const struct words *w, size_t *at, const char *name, struct str *value) {
    struct str word = w->list.at[*at];
    size_t n = strlen(name);
    if (str_eqz(word, name) && *at + 1 < w->list.n) {
        *value = w->list.at[++*at];
        return true;
    }
    *value = word.n > n ? str_skip(word, n + 1) : STR("");
    return word.n > n + 1 && str_starts(word, str_of(name)) && word.p[n] == '=';
}

void launch_tsx(struct launcher *l, const struct words *w, size_t at) {
    struct str value;
    if (str_eqz(launch_word(w, at + 1), "watch")) {
        launch_refuse_watch(l, STR("tsx watch"));
        return;
    }
    if (!is_installed(l, "tsx", 4))
        return;
    launch_node_arg(l, STR("--import"));
    launch_node_arg(l, STR("tsx"));
    for (at++; at < w->list.n && is_option(w->list.at[at]); at++) {
        if (has_value(w, &at, "--tsconfig", &value))
            launch_setenv(l, STR("TSX_TSCONFIG_PATH"), value);
        else if (str_eqz(w->list.at[at], "--no-cache"))
            launch_setenv(l, STR("TSX_DISABLE_CACHE"), STR("1"));
        else if (!take_option(l, w, &at))
            return;
    }
    finish_at(l, w, at);
}

/* ---- ts-node ---- */

struct ts_node {
    bool is_esm, transpile_only;
    struct words rest; /* for node */
};

static bool is_any(struct str word, const char *x, const char *y) {
    return str_eqz(word, x) || str_eqz(word, y);
}

static bool take_ts_option(struct launcher *l, struct ts_node *t, const struct words *w,
                           size_t *at) {
    struct arena *a = launch_arena(l);
    struct str word = w->list.at[*at], value;
    if (is_any(word, "-T", "--transpile-only") || is_any(word, "--transpileOnly", "--T"))
        t->transpile_only = true;
    else if (str_eqz(word, "--esm"))
        t->is_esm = true;
    else if (str_eqz(word, "--files"))
        launch_setenv(l, STR("TS_NODE_FILES"), STR("true"));
    else if (str_eqz(word, "--pretty"))
        launch_setenv(l, STR("TS_NODE_PRETTY"), STR("true"));
    else if (has_value(w, at, "-P", &value) || has_value(w, at, "--project", &value))
        launch_setenv(l, STR("TS_NODE_PROJECT"), value);
    else if (has_value(w, at, "-r", &value) || has_value(w, at, "--require", &value)) {
        VEC_PUSH(a, &t->rest.list, STR("-r"));
        VEC_PUSH(a, &t->rest.list, value);
    } else {
        launch_refuse(l, "start what the build makes of the program",
                      "`%.*s` of ts-node is no option of its preload", STR_ARG(word));
        return false;
    }
    return true;
}

/* The directory of the nearest tsconfig.json at or above. */
static struct str config_dir(struct launcher *l, struct str dir) {
    struct arena *a = launch_arena(l);
    for (; path_is_below(dir, l->resolve.repo.root); dir = path_dirname(dir)) {
        if (launch_kind_of(l, path_join(a, dir, STR("tsconfig.json"))) == FILE_REGULAR)
            return dir;
        if (dir.n <= 1)
            break;
    }
    return STR("");
}

/* The program looks for tsconfig.json from the script on, the preload from the working directory on. */
static void take_config(struct launcher *l, struct str script) {
    struct arena *a = launch_arena(l);
    struct str of_script = config_dir(l, path_dirname(path_join(a, l->cwd, script)));
    if (!of_script.n || str_eq(of_script, config_dir(l, l->cwd)))
        return;
    for (size_t i = 0; i < l->out->env.n; i++)
        if (str_eqz(l->out->env.at[i].name, "TS_NODE_PROJECT"))
            return;
    struct str file = path_join(a, of_script, STR("tsconfig.json"));
    launch_setenv(l, STR("TS_NODE_PROJECT"), path_relative(a, l->cwd, file));
}

static bool is_module_package(struct launcher *l, struct str script) {
    struct str dir;
    struct arena *a = launch_arena(l);
    const struct json *manifest =
        package_near(&l->resolve, path_dirname(path_join(a, l->cwd, script)), &dir);
    return str_ends(script, STR(".mts")) ||
           (str_eqz(json_member_text(manifest, "type"), "module") &&
            !str_ends(script, STR(".cts")));
}

void launch_ts_node(struct launcher *l, const struct words *w, size_t at) {
    struct str program = command_program(w->list.at[at]), script;
    struct ts_node t = {.is_esm = str_eqz(program, "ts-node-esm"),
                        .transpile_only = str_eqz(program, "ts-node-transpile-only")};
    if (!is_installed(l, "ts-node", 8))
        return;
    for (at++; at < w->list.n && is_option(w->list.at[at]); at++)
        if (!take_ts_option(l, &t, w, &at))
            return;
    script = launch_word(w, at);
    if (t.is_esm || is_module_package(l, script)) {
        if (t.transpile_only)
            launch_setenv(l, STR("TS_NODE_TRANSPILE_ONLY"), STR("true"));
        launch_node_arg(l, STR("--loader"));
        launch_node_arg(l, STR("ts-node/esm"));
    } else {
        launch_node_arg(l, STR("-r"));
        launch_node_arg(l, t.transpile_only ? STR("ts-node/register/transpile-only")
                                            : STR("ts-node/register"));
    }
    for (size_t i = 0; i < t.rest.list.n; i++)
        launch_node_arg(l, t.rest.list.at[i]);
    take_config(l, script);
    finish_at(l, w, at);
}

/* ---- dotenv ---- */

/* What is set behind dotenv is not there yet when it fills variables in; with the preload it would be. And
 * node itself has been started when the preload reads its options. */
static void check_dotenv(struct launcher *l, size_t before) {
    enum { DOTENV_MOST = 1 << 16 };
    static const char options[] = "NODE_OPTIONS";
    struct str path = path_join(launch_arena(l), l->out->cwd, STR(".env"));
    struct str text = repo_text(&l->resolve.repo, path, DOTENV_MOST);
    bool is_late = text.n && memmem(text.p, text.n, options, sizeof options - 1);
    for (size_t i = before; l->out->kind == LAUNCH_RESOLVED && i < l->out->env.n; i++)
        if (!str_starts(l->out->env.at[i].name, STR("npm_")))
            launch_refuse(l, "put dotenv behind it", "`%.*s` is set behind dotenv",
                          STR_ARG(l->out->env.at[i].name));
    if (l->out->kind == LAUNCH_RESOLVED && is_late)
        launch_refuse(l, "set it in `env` of the app", "NODE_OPTIONS of .env is for node itself");
}

/* dotenv-cli reads .env, fills variables in, and sets what is not set: so does the preload of its own
 * part. Other files would have to be told by a variable that the program itself may look at. */
void launch_dotenv(struct launcher *l, const struct words *w, size_t at) {
    struct arena *a = launch_arena(l);
    struct launch_module module;
    struct str option = launch_word(w, at + 1);
    at++;
    if (is_option(option) && !str_eqz(option, "--")) {
        launch_refuse(l, "name the file in `env_file`, and let `script` be the program behind it",
                      "`%.*s` of dotenv has no counterpart in Node", STR_ARG(option));
        return;
    }
    at += str_eqz(option, "--");
    for (size_t i = at; i < w->list.n && !str_eqz(option, "--"); i++)
        if (is_option(w->list.at[i])) {
            launch_refuse(l, "put -- before the program",
                          "dotenv takes `%.*s` for itself, and the program does not get it",
                          STR_ARG(w->list.at[i]));
            return;
        }
    if (!launch_module(l, STR("dotenv-expand"), &module) || !module.dir.n ||
        launch_kind_of(l, path_join(a, module.dir, STR("config.js"))) != FILE_REGULAR) {
        launch_refuse(l, "write env_file: '.env', and let `script` be the program behind it",
                      "dotenv-expand, which dotenv brings along, is not in node_modules");
        return;
    }
    launch_node_arg(l, STR("-r"));
    launch_node_arg(l, STR("dotenv-expand/config"));
    launch_setenv(l, STR("DOTENV_CONFIG_QUIET"), STR("true")); /* its own says what it read */
    l->is_plain = false;
    size_t before = l->out->env.n;
    launch_walk(l, w, at);
    check_dotenv(l, before);
}

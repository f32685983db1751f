/* Programs that packages bring: the file behind a name, and whether it starts others. */
#include "lint/scan/launch_in.h"

enum { BIN_MOST = 1 << 20 };

static struct files *files_of(struct launcher *l, struct str path) {
    static const char mark[] = "/node_modules/";
    bool is_installed = memmem(path.p, path.n, mark, sizeof mark - 1) != NULL;
    return is_installed && l->installed ? l->installed : l->resolve.repo.files;
}

enum file_kind launch_kind_of(struct launcher *l, struct str path) {
    if (path.n > REPO_PATH_MOST || !path_is_below(path, l->resolve.repo.root))
        return FILE_MISSING;
    struct files *files = files_of(l, path);
    return files->kind(files, path);
}

static struct str text_of(struct launcher *l, struct str path) {
    struct files *files = files_of(l, path);
    struct str text = {"", 0};
    struct err err;
    if (launch_kind_of(l, path) == FILE_REGULAR)
        (void)files->read(files, path, BIN_MOST, launch_arena(l), &text, &err);
    return text;
}

const struct json *launch_json(struct launcher *l, struct str path, struct str *text) {
    *text = text_of(l, path);
    return text->n ? json_read(launch_arena(l), *text) : NULL;
}

static void add_input(struct launcher *l, struct str path, struct str text) {
    struct launch_step step = {.path = path, .text = text};
    for (size_t i = 0; i < l->out->steps.n; i++)
        if (str_eq(l->out->steps.at[i].path, path))
            return;
    VEC_PUSH(launch_arena(l), &l->out->steps, step);
}

/* ---- packages ---- */

/* The first number of "^4.7.0", "v10"; 0 where it begins with none. */
static unsigned major_of(struct str version) {
    unsigned n = 0;
    size_t at = 0;
    while (at < version.n && strchr("^~>=v ", version.p[at]))
        at++;
    for (; at < version.n && version.p[at] >= '0' && version.p[at] <= '9' && n < 100000; at++)
        n = n * 10 + (unsigned)(version.p[at] - '0');
    return n;
}

static bool find_declared(struct launcher *l, struct str dir, struct str name,
                          struct launch_module *module) {
    static const char *const lists[] = {"dependencies", "devDependencies", "optionalDependencies"};
    struct str text, path = path_join(launch_arena(l), dir, STR("package.json"));
    const struct json *manifest = launch_json(l, path, &text);
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        struct str range = json_text(json_member(json_member(manifest, str_of(lists[i])), name));
        if (!range.n)
            continue;
        *module = (struct launch_module){.major = major_of(range)};
        add_input(l, path, text);
        return true;
    }
    return false;
}

bool launch_module(struct launcher *l, struct str name, struct launch_module *module) {
    struct arena *a = launch_arena(l);
    bool is_declared = false;
    for (struct str dir = l->cwd; path_is_below(dir, l->resolve.repo.root);
         dir = path_dirname(dir)) {
        struct str at = path_join(a, path_join(a, dir, STR("node_modules")), name), text;
        struct str path = path_join(a, at, STR("package.json"));
        const struct json *manifest = launch_json(l, path, &text);
        if (manifest) {
            unsigned major = major_of(json_member_text(manifest, "version"));
            *module = (struct launch_module){at, manifest, major};
            add_input(l, path, text);
            return true;
        }
        is_declared = is_declared || find_declared(l, dir, name, module);
        if (dir.n <= 1)
            break;
    }
    return is_declared;
}

/* ---- what is known of some ---- */

/* `verb`: the word behind it that it is about; NULL: any. A program without a reason listens by
 * itself, whatever else its files mention; `file` is where it is, where node_modules is not there to
 * be looked at. */
static const struct {
    const char *name, *verb, *reason, *help, *file;
} known[] = {
    {"next", "start", NULL, NULL, "node_modules/next/dist/bin/next"},
    {"vite", "preview", NULL, NULL, "node_modules/vite/bin/vite.js"},
    {"fastify", "start", NULL, NULL, NULL},
    {"serve", NULL, NULL, NULL, NULL},
    {"nest", "start", "nest start compiles, and starts what it made as its child",
     "run nest build before the start, and write script: 'dist/main.js'", NULL},
    {"next", "dev", "next dev starts its server as its child", "build it, and use next start",
     NULL},
    {"nuxt", NULL, "nuxt starts its server as its child",
     "build it, and write script: '.output/server/index.mjs'", NULL},
    {"nuxi", NULL, "nuxi starts its server as its child",
     "build it, and write script: '.output/server/index.mjs'", NULL},
    {"react-scripts", NULL, "react-scripts starts another Node program as its child",
     "build it, and serve the files", NULL},
    {"vue-cli-service", NULL, "vue-cli-service is a server for development",
     "build it, and serve the files", NULL},
    {"nodemon", NULL, "nodemon watches the files and starts the program as its child",
     "leave it out, and write watch: true where a change is to restart the app", NULL},
    {"ts-node-dev", NULL, "ts-node-dev watches the files and starts the program as its child",
     "leave it out, and write watch: true where a change is to restart the app", NULL},
    {"tsnd", NULL, "tsnd watches the files and starts the program as its child",
     "leave it out, and write watch: true where a change is to restart the app", NULL},
    {"node-dev", NULL, "node-dev watches the files and starts the program as its child",
     "leave it out, and write watch: true where a change is to restart the app", NULL},
    {"supervisor", NULL, "supervisor starts the program as its child",
     "leave it out: the app is restarted in any case", NULL},
    {"forever", NULL, "forever starts the program as its child",
     "leave it out: the app is restarted in any case", NULL},
    {"pm2", NULL, "pm2 is a supervisor of its own", "name its apps in this file", NULL},
    {"pm2-runtime", NULL, "pm2-runtime is a supervisor of its own", "name its apps in this file",
     NULL},
    {"concurrently", NULL, "concurrently starts several programs", "write one app for each", NULL},
    {"npm-run-all", NULL, "npm-run-all starts several programs", "write one app for each", NULL},
    {"run-p", NULL, "run-p starts several programs", "write one app for each", NULL},
    {"run-s", NULL, "run-s starts several programs", "write one app for the last of them", NULL},
    {"turbo", NULL, "turbo starts scripts as its children", "write one app for each", NULL},
    {"nx", NULL, "nx starts programs as its children", "write one app for each", NULL},
    {"lerna", NULL, "lerna starts scripts as its children", "write one app for each", NULL},
    {"babel-node", NULL, "babel-node starts Node as its child",
     "start what the build makes of the program", NULL},
    {"swc-node", NULL, "swc-node starts Node as its child",
     "start what the build makes of the program", NULL},
    {"sucrase-node", NULL, "sucrase-node starts Node as its child",
     "let `script` be the file, with node_args: '-r sucrase/register'", NULL},
    {"esno", NULL, "esno starts Node as its child", "use tsx", NULL},
    {"esr", NULL, "esr starts Node as its child", "use tsx", NULL},
    {"cross-env-shell", NULL, "cross-env-shell starts a shell", "use cross-env", NULL},
    {"env-cmd", NULL, "env-cmd reads a file of variables and starts the program as its child",
     "name the file in `env_file`, and let `script` be the program", NULL},
    {"dotenvx", NULL, "dotenvx reads a file of variables and starts the program as its child",
     "name the file in `env_file`, and let `script` be the program", NULL},
    {"bun", NULL, "bun is not Node, and knows nothing of Node's cluster", "use exec_mode: 'fork'",
     NULL},
    {"bunx", NULL, "bunx is not Node, and knows nothing of Node's cluster", "use exec_mode: 'fork'",
     NULL},
    {"deno", NULL, "deno is not Node, and knows nothing of Node's cluster", "use exec_mode: 'fork'",
     NULL},
    {"pnpx", NULL, "pnpx fetches the program", "install it as a dependency, and use npx", NULL},
};

static bool has_verb(const struct words *w, size_t at, const char *verb) {
    for (at++; verb && at < w->list.n; at++)
        if (str_eqz(w->list.at[at], verb))
            return true;
    return !verb;
}

/* The row, ARRAY_LEN(known) where there is none. */
static size_t find_known(const struct words *w, size_t at) {
    struct str program = command_program(w->list.at[at]);
    size_t i = 0;
    while (i < ARRAY_LEN(known) &&
           !(str_eqz(program, known[i].name) && has_verb(w, at, known[i].verb)))
        i++;
    return i;
}

bool launch_is_known(struct launcher *l, const struct words *w, size_t at) {
    size_t i = find_known(w, at);
    if (i == ARRAY_LEN(known) || !known[i].reason)
        return false;
    launch_refuse(l, known[i].help, "%s", known[i].reason);
    return true;
}

/* ---- the file behind a name ---- */

static struct str package_bin(struct launcher *l, struct str name, const struct launch_module *m) {
    const struct json *bin = json_member(m->manifest, STR("bin"));
    struct str file = json_text(bin);
    if (!file.n)
        file = json_text(json_member(bin, name));
    return file.n ? path_join(launch_arena(l), m->dir, file) : STR("");
}

/* node_modules/.bin/NAME in this directory or above: a link to the program, or pnpm's shell script
 * that ends in its path. */
static struct str linked_bin(struct launcher *l, struct str name) {
    static const char mark[] = "\"$basedir/";
    struct arena *a = launch_arena(l);
    for (struct str dir = l->cwd; path_is_below(dir, l->resolve.repo.root);
         dir = path_dirname(dir)) {
        struct str bins = path_join(a, dir, STR("node_modules/.bin")),
                   path = path_join(a, bins, name);
        struct str text = text_of(l, path), rest = text, hit = {"", 0};
        const char *at;
        while (str_starts(text, STR("#!/bin/sh")) &&
               (at = memmem(rest.p, rest.n, mark, sizeof mark - 1)) != NULL) {
            rest = str_skip(rest, (size_t)(at - rest.p) + sizeof mark - 1);
            hit = (struct str){rest.p, str_index(rest, '"')};
        }
        if (hit.n)
            return path_join(a, bins, hit);
        if (text.n || dir.n <= 1)
            return text.n ? path : STR("");
    }
    return STR("");
}

static struct str find_bin(struct launcher *l, struct str word) {
    struct arena *a = launch_arena(l);
    struct launch_module module = {.major = 0};
    struct str name = path_basename(word), bins = STR("node_modules/.bin");
    struct str path = path_join(a, l->cwd, word), hit = {"", 0};
    if (str_index(word, '/') < word.n && !str_ends(path_dirname(path), bins))
        return path;
    if (launch_module(l, name, &module) && module.dir.n)
        hit = package_bin(l, name, &module);
    return hit.n ? hit : linked_bin(l, name);
}

/* The words of "#!/usr/bin/env -S node --flag" behind node; false where it is not node's. */
static bool take_first_line(struct launcher *l, struct str text) {
    struct str line = {text.p, str_index(text, '\n')};
    struct words w = {{0}};
    size_t at = 0;
    if (!str_starts(line, STR("#!")))
        return false;
    command_words(launch_arena(l), str_skip(line, 2), &w);
    while (at < w.list.n && !str_eqz(command_program(w.list.at[at]), "node"))
        at++;
    for (size_t i = at + 1; i < w.list.n; i++)
        launch_node_arg(l, w.list.at[i]);
    return at < w.list.n;
}

/* What a file that starts others mentions. */
static const char *starter(struct str text) {
    static const char *const names[] = {"child_process", "cross-spawn", "execa", "foreground-child",
                                        "tinyexec"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (memmem(text.p, text.n, names[i], strlen(names[i])))
            return names[i];
    return NULL;
}

/* The very file: what package.json names as bin needs no extension. */
static void finish_bin(struct launcher *l, struct str file, const struct words *w, size_t at) {
    launch_finish(l, file, w, at + 1);
    l->out->script = file;
}

static void check_bin(struct launcher *l, const struct words *w, size_t at, struct str path) {
    struct str text = text_of(l, path), word = w->list.at[at];
    bool is_trusted = find_known(w, at) < ARRAY_LEN(known);
    const char *starts = is_trusted ? NULL : starter(text);
    if (!text.n)
        launch_refuse(l, "let `script` be the Node program", "%.*s cannot be read", STR_ARG(word));
    else if (!take_first_line(l, text))
        launch_refuse(l, "let `script` be the Node program that it starts",
                      "%.*s is no Node program by its first line", STR_ARG(word));
    else if (starts)
        launch_refuse(l, "let `script` be the Node program that it starts",
                      "%.*s uses %s to start others", STR_ARG(word), starts);
    else {
        add_input(l, path, text);
        finish_bin(l, path_relative(launch_arena(l), l->cwd, path), w, at);
    }
}

void launch_bin(struct launcher *l, const struct words *w, size_t at) {
    struct str word = w->list.at[at], path = find_bin(l, word);
    struct launch_module module;
    size_t i = find_known(w, at);
    if (path.n)
        check_bin(l, w, at, path);
    else if (i < ARRAY_LEN(known) && known[i].file &&
             launch_module(l, str_of(known[i].name), &module))
        finish_bin(l, str_of(known[i].file), w, at);
    else
        launch_refuse(l, "install the dependencies, or let `script` be the Node program",
                      "%.*s is not in node_modules, and what it starts is not known",
                      STR_ARG(word));
}

/* Small readers: package.json by its brackets, everything else by lines. */
#include "lint/project.h"

enum { PROJECT_FILE_LIMIT = 1 << 20 };

static bool is_here(const struct lint *l) {
    struct files *files = l->in->files;
    if (!files)
        return false;
    return l->in->repository.n ||
           files->kind(files, path_join(l->a, l->model->root, STR("package.json"))) == FILE_REGULAR;
}

bool project_is_here(struct lint *l) {
    if (!l->has_asked_here)
        l->is_here = is_here(l);
    l->has_asked_here = true;
    return l->is_here;
}

enum file_kind project_kind(struct lint *l, struct str path) {
    return l->in->files ? l->in->files->kind(l->in->files, path) : FILE_MISSING;
}

const struct source *project_read(struct lint *l, struct str path) {
    struct str text;
    struct err err = {0};
    for (size_t i = 0; i < l->read.n; i++)
        if (str_eq(l->read.at[i]->path, path))
            return l->read.at[i];
    if (project_kind(l, path) != FILE_REGULAR ||
        l->in->files->read(l->in->files, path, PROJECT_FILE_LIMIT, l->a, &text, &err) < 0)
        return NULL;
    /* Named as the configuration is: relative to the same directory. */
    const struct source *own = l->model->source;
    struct str base = own->path;
    bool relative = str_ends(own->path, own->name) && own->name.n < own->path.n;
    base.n -= relative ? own->name.n : 0;
    struct str from =
        relative ? (struct str){base.p, base.n > 1 ? base.n - 1 : base.n} : l->model->root;
    const struct source *src = source_new(l->a, path_relative(l->a, from, path), path, text);
    VEC_PUSH(l->a, &l->read, src);
    return src;
}

bool project_is_foreign(struct str path) {
    bool drive =
        path.n > 1 && path.p[1] == ':' && (path.p[0] | 32) >= 'a' && (path.p[0] | 32) <= 'z';
    return drive || str_index(path, '\\') < path.n;
}

struct str project_cwd(struct lint *l, const struct app *app) {
    const struct value *v = app_value(app, OPT_CWD);
    if (!app->set[OPT_CWD])
        return l->model->root;
    if (!v || v->kind != VALUE_STRING || str_starts(v->string, STR("~")) ||
        project_is_foreign(v->string))
        return STR("");
    return path_join(l->a, l->model->root, v->string);
}

/* ---- package.json ---------------------------------------------------------------------------- */

/* After the string that begins at `at`. */
static size_t string_end(struct str text, size_t at) {
    for (at++; at < text.n && text.p[at] != '"'; at++)
        at += text.p[at] == '\\';
    return at < text.n ? at + 1 : text.n;
}

/* The next byte of structure at or after `at`: a bracket, a colon, a comma, the start of a string. */
static size_t structure(struct str text, size_t at) {
    while (at < text.n && !strchr("{}[]:,\"", text.p[at]))
        at++;
    return at;
}

/* The byte after `"scripts": {` of the outermost object; text.n where it has none. */
static size_t scripts_begin(struct str text) {
    int depth = 0;
    for (size_t at = structure(text, 0); at < text.n; at = structure(text, at)) {
        char c = text.p[at];
        if (c != '"') {
            depth += (c == '{' || c == '[') - (c == '}' || c == ']');
            at++;
            continue;
        }
        size_t end = string_end(text, at), colon = structure(text, end);
        struct str key = {text.p + at, end - at};
        at = end;
        if (depth != 1 || !str_eqz(key, "\"scripts\"") || colon == text.n || text.p[colon] != ':')
            continue;
        size_t open = structure(text, colon + 1);
        if (open < text.n && text.p[open] == '{')
            return open + 1;
    }
    return text.n;
}

bool npm_next(const struct source *package, size_t *at, struct npm_script *script) {
    struct str text = package->text;
    size_t key = structure(text, *at ? *at : scripts_begin(text));
    if (key < text.n && text.p[key] == ',')
        key = structure(text, key + 1);
    if (key == text.n || text.p[key] != '"')
        return false;
    size_t key_end = string_end(text, key), colon = structure(text, key_end);
    size_t value = colon < text.n ? structure(text, colon + 1) : text.n;
    if (value == text.n || text.p[colon] != ':' || text.p[value] != '"')
        return false;
    size_t end = string_end(text, value);
    script->name = (struct str){text.p + key + 1, key_end - key - 2};
    script->command = (struct str){text.p + value + 1, end - value - 2};
    script->span = span_of(package, value + 1, end - 1);
    *at = end;
    return true;
}

/* ---- npm start -> node main.js -> main.js ---------------------------------------------------- */

static bool next_word(struct str *rest, struct str *word) {
    while (rest->n && strchr(" \t", rest->p[0]))
        *rest = str_skip(*rest, 1);
    size_t n = 0;
    while (n < rest->n && !strchr(" \t", rest->p[n]))
        n++;
    *word = (struct str){rest->p, n};
    *rest = str_skip(*rest, n);
    return n > 0;
}

/* The FILE of `NAME=x cross-env node --flag FILE ...`, where the command is nothing more. */
static struct str program_of(struct str command) {
    struct str word;
    bool node = false;
    for (size_t i = 0; i < command.n; i++)
        if (strchr("&|;<>$`\\\"'", command.p[i]))
            return STR("");
    while (next_word(&command, &word)) {
        bool is_setting = str_index(word, '=') < word.n;
        if (node && word.p[0] != '-')
            return word;
        if (!node && !is_setting && !str_eqz(word, "cross-env")) {
            if (!str_eqz(word, "node"))
                return STR("");
            node = true;
        } else if (node && (str_eqz(word, "-r") || str_eqz(word, "--require"))) {
            (void)next_word(&command, &word);
        }
    }
    return STR("");
}

/* "start" of `npm start`, `npm run start -- x`, `yarn start`. */
static struct str script_name(struct str manager, struct str rest) {
    struct str word;
    bool run = false;
    if (str_starts(manager, STR("npx")) || str_ends(manager, STR("px")) || str_eqz(manager, "bunx"))
        return STR("");
    while (next_word(&rest, &word)) {
        if (word.p[0] == '-')
            continue;
        if (!run && (str_eqz(word, "run") || str_eqz(word, "run-script")))
            run = true;
        else
            return word;
    }
    return STR("");
}

static struct str joined(struct lint *l, const struct app *app) {
    struct str line = app_value(app, OPT_SCRIPT)->string;
    struct convert_result result;
    struct opt_data data;
    const struct value *args = app_value(app, OPT_ARGS);
    if (!args || !convert(l->a, OPT_ARGS, args, &data, &result))
        return line;
    for (size_t i = 0; i < data.n; i++)
        line = arena_fmt(l->a, "%.*s %.*s", STR_ARG(line), STR_ARG(data.items[i].text));
    return line;
}

struct str project_program(struct lint *l, const struct app *app) {
    const struct value *script = app_value(app, OPT_SCRIPT);
    struct str cwd = project_cwd(l, app), manager, line;
    if (!script || script->kind != VALUE_STRING || cwd.n == 0)
        return STR("");
    line = joined(l, app);
    if (!next_word(&line, &manager))
        return STR("");
    struct str name = script_name(path_basename(manager), line);
    const struct source *package = project_read(l, path_join(l->a, cwd, STR("package.json")));
    struct npm_script npm;
    for (size_t at = 0; package && name.n && npm_next(package, &at, &npm);)
        if (str_eq(npm.name, name))
            return program_of(npm.command);
    return STR("");
}

/* ---- commands of the project ----------------------------------------------------------------- */

static bool is_ours(struct str text) {
    return lint_has(text, "pm2") || lint_has(text, "ecoc ");
}

static void add_command(struct lint *l, struct str text, struct span span) {
    struct command_line line = {text, span};
    if (is_ours(text))
        VEC_PUSH(l->a, &l->commands, line);
}

static void add_lines(struct lint *l, const struct source *src) {
    for (uint32_t n = 1; src && n <= src->n_lines; n++) {
        struct str line = source_line(src, n);
        size_t begin = 0;
        while (begin < line.n && strchr(" \t-", line.p[begin]))
            begin++;
        line = str_skip(line, begin);
        if (line.n && line.p[0] != '#')
            add_command(l, line,
                        span_of(src, (size_t)(line.p - src->text.p),
                                (size_t)(line.p - src->text.p) + line.n));
    }
}

/* Shell scripts of a directory, or the pipelines of .github/workflows. */
static void add_directory(struct lint *l, struct str dir, const char *const *ends, size_t n) {
    struct files *files = l->in->files;
    struct file_list list;
    struct err err = {0};
    if (!files->list || files->kind(files, dir) != FILE_DIRECTORY ||
        files->list(files, dir, l->a, &list, &err) < 0)
        return;
    for (size_t i = 0; i < list.n; i++)
        for (size_t k = 0; k < n; k++)
            if (list.at[i].kind == FILE_REGULAR && str_ends(list.at[i].name, str_of(ends[k])))
                add_lines(l, project_read(l, path_join(l->a, dir, list.at[i].name)));
}

static void add_project(struct lint *l, struct str dir) {
    static const char *const named[] = {"Dockerfile",     "docker-compose.yml", "compose.yaml",
                                        ".gitlab-ci.yml", "Procfile",           "Makefile"};
    static const char *const shell[] = {".sh"}, *const yaml[] = {".yml", ".yaml"};
    const struct source *package = project_read(l, path_join(l->a, dir, STR("package.json")));
    struct npm_script npm;
    for (size_t at = 0; package && npm_next(package, &at, &npm);)
        add_command(l, npm.command, npm.span);
    for (size_t i = 0; i < ARRAY_LEN(named); i++)
        add_lines(l, project_read(l, path_join(l->a, dir, str_of(named[i]))));
    add_directory(l, dir, shell, ARRAY_LEN(shell));
    add_directory(l, path_join(l->a, dir, STR("scripts")), shell, ARRAY_LEN(shell));
    add_directory(l, path_join(l->a, dir, STR(".github/workflows")), yaml, ARRAY_LEN(yaml));
}

/* Strings of the deploy section, at any depth that has commands. */
static void add_deploy(struct lint *l, const struct value *v, int depth) {
    if (v->kind == VALUE_STRING)
        add_command(l, v->string, v->span);
    for (size_t i = 0; v->kind == VALUE_OBJECT && depth > 0 && i < v->object.n; i++)
        add_deploy(l, v->object.at[i].value, depth - 1);
}

bool project_command(struct lint *l, size_t *at, struct command_line *line) {
    if (!l->has_commands) {
        struct str repository = l->in->repository, root = l->model->root;
        l->has_commands = true;
        if (l->model->deploy)
            add_deploy(l, l->model->deploy, 2);
        if (l->in->files)
            add_project(l, root);
        if (l->in->files && repository.n && !str_eq(repository, root) &&
            path_is_below(root, repository))
            add_project(l, repository);
    }
    if (*at >= l->commands.n)
        return false;
    *line = l->commands.at[(*at)++];
    return true;
}

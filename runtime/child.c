/* Which program, with which arguments. */
#include "runtime/child.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runtime/child_env.h"
#include "runtime/cluster/preload.h"
#include "runtime/workpath.h"

struct finder {
    struct child *child;
    const struct app *app;
    const struct child_id *id;
    struct err *err;
    size_t n_argv;
};

static bool is_file(const char *path) {
    struct stat st;
    return stat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

/* The command in the child's PATH, relative entries seen from cwd; NULL where there is none. */
static const char *search_path(struct finder *f, const char *command) {
    const char *list = child_env_get(f->child->envp, "PATH");
    struct str rest = str_of(list && *list ? list : "/usr/local/bin:/usr/bin:/bin");
    while (rest.n) {
        size_t n = str_index(rest, ':');
        const char *dir = arena_cstr(&f->child->arena, (struct str){rest.p, n});
        dir = dir ? workpath_resolve(&f->child->arena, f->app->cwd, dir) : NULL;
        const char *path = dir ? workpath_resolve(&f->child->arena, dir, command) : NULL;
        if (path && is_file(path) && access(path, X_OK) == 0)
            return path;
        rest = str_skip(rest, n < rest.n ? n + 1 : n);
    }
    return NULL;
}

/* A command by name, or a path seen from cwd. */
static const char *find_program(struct finder *f, const char *name) {
    if (strchr(name, '/'))
        return workpath_resolve(&f->child->arena, f->app->cwd, name);
    return search_path(f, name);
}

/* Room for the shell or interpreter, its arguments, the script, its arguments, NULL. */
static bool argv_room(struct finder *f) {
    size_t n = f->app->args.n + f->app->node_args.n + 8;
    f->child->argv = arena_array(&f->child->arena, char *, n);
    return f->child->argv != NULL;
}

/* execve wants char *; nobody writes to them. */
static void argv_add(struct finder *f, const char *word) {
    union {
        const char *in;
        char *out;
    } plain = {.in = word};
    f->child->argv[f->n_argv++] = plain.out;
    f->child->argv[f->n_argv] = NULL;
}

static void argv_list(struct finder *f, const struct app_list *list) {
    for (unsigned i = 0; i < list->n; i++)
        argv_add(f, list->at[i]);
}

/* Whether a line of a shell or of "#!", or an interpreter, is about Node or its like. */
static void note_node(struct finder *f, struct str text) {
    static const char *const names[] = {"node", "bun", "deno", "tsx", "npm", "npx", "yarn", "pnpm"};
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (memmem(text.p, text.n, names[i], strlen(names[i])))
            f->child->has_channel = true;
}

/* ' -> '\'' between single quotes. */
static void add_quoted(struct buf *line, const char *word) {
    buf_char(line, '\'');
    for (; *word; word++)
        *word == '\'' ? buf_z(line, "'\\''") : buf_char(line, *word);
    buf_char(line, '\'');
}

static enum child_result use_shell(struct finder *f) {
    const char *shell = search_path(f, "bash");
    shell = shell ? shell : search_path(f, "sh");
    if (!shell)
        return err_set(f->err, "the script \"%s\" needs bash or sh, and the PATH has neither",
                       f->app->script),
               CHILD_BAD;
    struct buf line = {0};
    note_node(f, str_of(f->app->script));
    buf_z(&line, f->app->script);
    for (unsigned i = 0; i < f->app->args.n; i++) {
        buf_char(&line, ' ');
        add_quoted(&line, f->app->args.at[i]);
    }
    const char *text =
        line.failed ? NULL : arena_cstr(&f->child->arena, (struct str){line.p, line.n});
    buf_done(&line);
    if (!text)
        return CHILD_NO_MEMORY;
    f->child->path = shell;
    argv_add(f, shell);
    argv_add(f, "-c");
    argv_add(f, text);
    return CHILD_OK;
}

/* ELF, or an executable with "#!", or bytes that are no text. A file that cannot be read is left to
 * exec to complain about. */
static bool runs_as_it_is(struct finder *f, const char *path) {
    unsigned char head[512];
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    ssize_t n = fd < 0 ? -1 : read(fd, head, sizeof head);
    if (fd >= 0)
        (void)close(fd);
    if (n < 0)
        return true;
    if (n >= 4 && memcmp(head, "\177ELF", 4) == 0)
        return true;
    if (n >= 2 && head[0] == '#' && head[1] == '!') {
        struct str text = {(const char *)head, (size_t)n};
        note_node(f, (struct str){text.p, str_index(text, '\n')});
        return access(path, X_OK) == 0;
    }
    return memchr(head, 0, (size_t)n) != NULL;
}

/* Workers that ask for an inspector would ask for the same port. */
static void argv_inspector(struct finder *f) {
    if (!f->id->worker)
        return;
    const char *word =
        preload_inspector(&f->child->arena, f->app->node_args.at, f->app->node_args.n,
                          child_env_get(f->child->envp, "NODE_OPTIONS"), f->id->number);
    if (word)
        argv_add(f, word);
}

static enum child_result use_interpreter(struct finder *f, const char *script, const char *name) {
    const char *found = find_program(f, name);
    const char *slash = strrchr(name, '/');
    note_node(f, str_of(slash ? slash + 1 : name));
    if (!found && strcmp(name, "python") == 0)
        found = search_path(f, "python3");
    if (!found || !is_file(found))
        return err_set(f->err, "interpreter %s: not found%s", name,
                       strchr(name, '/') ? "" : " in PATH"),
               CHILD_BAD;
    f->child->path = found;
    argv_add(f, name);
    argv_list(f, &f->app->node_args);
    argv_inspector(f);
    argv_add(f, script);
    argv_list(f, &f->app->args);
    return CHILD_OK;
}

static enum child_result use_script(struct finder *f, const char *script) {
    struct stat st;
    const char *interpreter = f->app->interpreter;
    if (stat(script, &st) < 0)
        return err_sys(f->err, "script %s", script), CHILD_BAD;
    if (S_ISDIR(st.st_mode))
        return err_set(f->err, "script %s: is a directory", script), CHILD_BAD;
    if (!interpreter)
        interpreter = runs_as_it_is(f, script) ? "none" : "node";
    if (f->app->interpreter && strcmp(interpreter, "none") == 0)
        (void)runs_as_it_is(f, script);
    if (strcmp(interpreter, "none") != 0)
        return use_interpreter(f, script, interpreter);
    f->child->path = script;
    argv_add(f, script);
    argv_list(f, &f->app->args);
    return CHILD_OK;
}

static enum child_result find(struct finder *f) {
    const char *text = f->app->script;
    const char *file = workpath_resolve(&f->child->arena, f->app->cwd, text);
    if (!file)
        return CHILD_NO_MEMORY;
    if (is_file(file))
        return use_script(f, file);
    if (strpbrk(text, " \t"))
        return use_shell(f);
    const char *command = strchr(text, '/') ? NULL : search_path(f, text);
    return use_script(f, command ? command : file);
}

static enum child_result check_cwd(const struct app *app, struct err *err) {
    struct stat st;
    if (stat(app->cwd, &st) < 0)
        return err_sys(err, "cwd %s", app->cwd), CHILD_BAD;
    if (!S_ISDIR(st.st_mode))
        return err_set(err, "cwd %s: not a directory", app->cwd), CHILD_BAD;
    return CHILD_OK;
}

enum child_result child_prepare(struct child *child, const struct app *app,
                                const struct child_id *id, char *const *environ, struct err *err) {
    *child = (struct child){.has_channel = id->wants_channel};
    arena_init_may_fail(&child->arena, 0);
    struct finder f = {child, app, id, err, 0};
    child->envp = child_env(&child->arena, app, id, environ);
    if (!child->envp || !argv_room(&f))
        return CHILD_NO_MEMORY;
    enum child_result result = check_cwd(app, err);
    if (result == CHILD_OK)
        result = find(&f);
    if (!child->has_channel)
        child_env_no_channel(child->envp);
    return result;
}

void child_done(struct child *child) {
    arena_done(&child->arena);
}

/* The script of an app: a file first, else a command. */
#include "lint/scan/entry.h"

/* A path that is only right where the app is deployed: "/var/www/shop/api/dist/main.js". What follows
 * the first directories may still be here; the longest such tail wins. */
static struct str deployed_file(struct resolve *r, struct str base, struct str path) {
    struct str hit = {"", 0};
    for (struct str rest = path; rest.n && !hit.n;) {
        rest = str_skip(rest, str_index(rest, '/'));
        while (rest.n && rest.p[0] == '/')
            rest = str_skip(rest, 1);
        if (rest.n)
            hit = resolve_path(r, path_join(r->arena, base, rest));
    }
    return hit;
}

/* bin/www of Express: a program of Node by its first line, not by its name. */
static bool is_node_program(struct resolve *r, struct str path) {
    enum { PROGRAM_MOST = 1 << 20 };
    if (path_extension(path).n || repo_kind(&r->repo, path) != FILE_REGULAR)
        return false;
    struct str text = repo_text(&r->repo, path, PROGRAM_MOST);
    struct str line = {text.p, str_index(text, '\n')};
    return str_starts(line, STR("#!")) && memmem(line.p, line.n, "node", 4);
}

bool entry_file(struct entry_search *s, struct str cwd, struct str script) {
    if (!script.n || script.n > REPO_PATH_MOST)
        return false;
    struct str path = path_join(s->resolve->arena, cwd, script);
    s->path = resolve_path(s->resolve, path);
    if (!s->path.n && is_node_program(s->resolve, path))
        s->path = path;
    return s->path.n > 0;
}

/* Where the app runs. One that is not of this repository is where it will be deployed: the part of it
 * that is here, else the configuration's own directory. */
static struct str app_cwd(struct resolve *r, const struct scan_entry *in) {
    struct str cwd = in->cwd.n ? path_join(r->arena, in->root, in->cwd) : in->root;
    if (repo_kind(&r->repo, cwd) == FILE_DIRECTORY)
        return cwd;
    for (struct str rest = cwd; rest.n;) {
        rest = str_skip(rest, str_index(rest, '/'));
        while (rest.n && rest.p[0] == '/')
            rest = str_skip(rest, 1);
        struct str here = path_join(r->arena, in->root, rest);
        if (rest.n && repo_kind(&r->repo, here) == FILE_DIRECTORY)
            return here;
    }
    return in->root;
}

/* One file that the build of the package takes in: `esbuild src/server.ts --outfile=dist/app.js`. */
static bool find_built(struct entry_search *s, struct str cwd) {
    struct resolve *r = s->resolve;
    struct str dir = {"", 0}, only = {"", 0};
    const struct json *manifest = package_near(r, cwd, &dir);
    const struct json *scripts = json_member(manifest, STR("scripts"));
    for (const struct json *m = scripts ? scripts->first : NULL; m; m = m->next) {
        struct str rest = m->kind == JSON_STRING ? m->text : STR("");
        if (!str_starts(m->key, STR("build")))
            continue;
        while (rest.n) {
            size_t n = str_index(rest, ' ');
            struct str word = {rest.p, n};
            rest = str_skip(rest, n < rest.n ? n + 1 : n);
            if (!resolve_is_source(word) || str_index(word, '=') < word.n)
                continue;
            struct str path = path_join(r->arena, dir, word);
            if (repo_kind(&r->repo, path) != FILE_REGULAR)
                continue;
            if (only.n && !str_eq(only, path))
                return false;
            only = path;
        }
    }
    s->path = only;
    return only.n > 0;
}

static bool is_command(struct str script, struct str args) {
    struct str ext = path_extension(script);
    bool is_module = !str_eq(command_program(script), path_basename(script));
    return str_index(script, ' ') < script.n || is_module || str_eqz(ext, ".sh") ||
           (!ext.n && (str_index(script, '/') == script.n || args.n));
}

static void find_file(struct entry_search *s, const struct scan_entry *in, struct str cwd) {
    struct resolve *r = s->resolve;
    struct str whole = path_join(r->arena, cwd, in->script);
    if (entry_file(s, cwd, in->script) || entry_file(s, in->root, in->script))
        return;
    if (in->script.p[0] == '/')
        s->path = deployed_file(r, in->root, in->script);
    else if (resolve_is_source(in->script) && repo_kind(&r->repo, whole) == FILE_MISSING)
        (void)find_built(s, cwd);
}

void entry_find(struct resolve *r, const struct scan_entry *in, struct str *path,
                struct str *note) {
    struct entry_search s = {.resolve = r};
    struct str cwd = app_cwd(r, in), ext = path_extension(in->script);
    bool fits = in->script.n > 0 && in->script.n <= REPO_PATH_MOST && in->args.n <= REPO_PATH_MOST;
    if (fits)
        find_file(&s, in, cwd);
    if (fits && !s.path.n && is_command(in->script, in->args))
        command_find(&s, cwd,
                     arena_fmt(r->arena, "%.*s %.*s", STR_ARG(in->script), STR_ARG(in->args)), 0);
    if (!s.path.n && !s.note.n && !in->script.n)
        s.note = STR("it has no script");
    else if (!s.path.n && !s.note.n && ext.n && !resolve_is_source(in->script))
        s.note =
            arena_fmt(r->arena, "%.*s is neither JavaScript nor TypeScript", STR_ARG(in->script));
    else if (!s.path.n && !s.note.n)
        s.note = arena_fmt(r->arena,
                           "%.*s is not in the repository, and nothing leads to what it is built "
                           "from",
                           STR_ARG(in->script));
    *path = s.path;
    *note = s.path.n ? STR("") : s.note;
}

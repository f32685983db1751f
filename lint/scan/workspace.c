/* The packages of a repository by name: workspaces of npm, yarn and bun, pnpm, lerna. */
#include "lint/scan/resolve.h"

enum { WORKSPACE_DIRS_MOST = 20000, WORKSPACE_DEPTH = 8 };

struct workspace {
    struct map packages; /* name -> struct str: its directory */
    uint32_t n_seen;
};

struct patterns {
    VEC(struct str) list;
};

static void add_json(struct resolve *r, struct patterns *p, const struct json *list) {
    if (list && list->kind == JSON_OBJECT)
        list = json_member(list, STR("packages"));
    if (!list || list->kind != JSON_ARRAY)
        return;
    for (const struct json *item = list->first; item; item = item->next)
        if (item->kind == JSON_STRING)
            VEC_PUSH(r->arena, &p->list, item->text);
}

/* A scalar without its quotes or the comment behind it. */
static struct str yaml_scalar(struct str s) {
    s = str_trim(s);
    if (s.n && (s.p[0] == '"' || s.p[0] == '\'')) {
        struct str inside = str_skip(s, 1);
        return (struct str){inside.p, str_index(inside, s.p[0])};
    }
    for (size_t i = 0; i + 1 < s.n; i++)
        if (s.p[i] == ' ' && s.p[i + 1] == '#')
            s.n = i;
    return str_trim(s);
}

static void add_flow(struct resolve *r, struct patterns *p, struct str list) {
    list.n = str_index(list, ']');
    while (list.n) {
        size_t n = str_index(list, ',');
        struct str item = yaml_scalar((struct str){list.p, n});
        if (item.n)
            VEC_PUSH(r->arena, &p->list, item);
        list = str_skip(list, n < list.n ? n + 1 : n);
    }
}

/* The list under `packages:` of pnpm-workspace.yaml, as pnpm and people write it: one item a line, or
 * all in brackets. */
static void add_yaml(struct resolve *r, struct patterns *p, struct str text) {
    static const struct str key = {"packages:", 9};
    bool inside = false;
    while (text.n) {
        size_t n = str_index(text, '\n');
        struct str line = {text.p, n}, body = str_trim(line);
        text = str_skip(text, n < text.n ? n + 1 : n);
        if (str_starts(line, key)) {
            struct str rest = str_trim(str_skip(line, key.n));
            inside = true;
            if (rest.n && rest.p[0] == '[')
                add_flow(r, p, (struct str){rest.p + 1, rest.n - 1 + text.n});
        } else if (inside && body.n && body.p[0] == '-') {
            VEC_PUSH(r->arena, &p->list, yaml_scalar(str_skip(body, 1)));
        } else if (body.n && body.p[0] != '#' && line.p[0] != ' ') {
            inside = false;
        }
    }
}

/* `*` within one name. */
static bool is_match(struct str name, struct str pattern) {
    size_t star = str_index(pattern, '*');
    if (star == pattern.n)
        return str_eq(name, pattern);
    struct str head = {pattern.p, star}, tail = str_skip(pattern, star + 1);
    return name.n >= head.n + tail.n && str_starts(name, head) && str_ends(name, tail);
}

static void add_package(struct resolve *r, struct workspace *w, struct str dir) {
    const struct json *manifest =
        repo_json(&r->repo, path_join(r->arena, dir, STR("package.json")));
    struct str name = json_member_text(manifest, "name");
    if (!name.n || map_get(&w->packages, name))
        return;
    struct str *at = arena_new(r->arena, struct str);
    *at = dir;
    *map_at(&w->packages, name) = at;
}

/* Follows the pattern from `dir` down. What begins with "!" is taken in all the same: a package is
 * looked up by its name, and one too many does no harm. */
static void expand(struct resolve *r, struct workspace *w, struct str dir, struct str pattern,
                   unsigned depth) {
    size_t n = str_index(pattern, '/');
    struct str part = {pattern.p, n}, rest = str_skip(pattern, n < pattern.n ? n + 1 : n);
    if (depth == WORKSPACE_DEPTH || w->n_seen++ >= WORKSPACE_DIRS_MOST)
        return;
    if (!pattern.n) {
        add_package(r, w, dir);
        return;
    }
    if (!part.n || str_eqz(part, ".")) {
        expand(r, w, dir, rest, depth + 1);
        return;
    }
    bool any_depth = str_eqz(part, "**");
    if (any_depth)
        expand(r, w, dir, rest, depth + 1);
    struct file_list list = repo_list(&r->repo, dir);
    for (size_t i = 0; i < list.n; i++) {
        struct str name = list.at[i].name, path;
        if (list.at[i].kind == FILE_REGULAR || str_eqz(name, "node_modules") ||
            (any_depth ? name.p[0] == '.' : !is_match(name, part)))
            continue;
        path = path_join(r->arena, dir, name);
        if (repo_kind(&r->repo, path) == FILE_DIRECTORY)
            expand(r, w, path, any_depth ? pattern : rest, depth + 1);
    }
}

static struct workspace *read_workspace(struct resolve *r, struct str dir) {
    struct arena *a = r->arena;
    struct patterns p = {{0}};
    const struct json *manifest = repo_json(&r->repo, path_join(a, dir, STR("package.json")));
    add_json(r, &p, json_member(manifest, STR("workspaces")));
    add_json(r, &p, repo_json(&r->repo, path_join(a, dir, STR("lerna.json"))));
    add_yaml(r, &p, repo_text(&r->repo, path_join(a, dir, STR("pnpm-workspace.yaml")), 1 << 20));
    struct workspace *w = arena_new(a, struct workspace);
    w->packages.arena = a;
    for (size_t i = 0; i < p.list.n; i++)
        expand(r, w, dir, p.list.at[i], 0);
    return w;
}

struct str workspace_find(struct resolve *r, struct str dir, struct str name) {
    struct workspace *w = map_get(&r->workspaces, dir);
    if (!w) {
        w = read_workspace(r, dir);
        *map_at(&r->workspaces, arena_str(r->arena, dir)) = w;
    }
    const struct str *hit = map_get(&w->packages, name);
    return hit ? *hit : STR("");
}

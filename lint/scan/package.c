/* package.json: by which file a package is entered, and which package of the repository has a name. */
#include "lint/scan/resolve.h"

enum { TARGET_MOST = 16, CONDITION_DEPTH = 8 };

struct targets {
    struct str at[TARGET_MOST];
    size_t n;
};

static const struct json *manifest_of(struct resolve *r, struct str dir) {
    return repo_json(&r->repo, path_join(r->arena, dir, STR("package.json")));
}

/* The next directory up, or an empty one above the root. */
static struct str parent_of(const struct resolve *r, struct str dir) {
    if (dir.n <= r->repo.root.n || dir.n <= 1)
        return STR("");
    return path_dirname(dir);
}

const struct json *package_near(struct resolve *r, struct str dir, struct str *package_dir) {
    for (; dir.n; dir = parent_of(r, dir)) {
        const struct json *manifest = manifest_of(r, dir);
        if (!manifest)
            continue;
        *package_dir = dir;
        return manifest;
    }
    return NULL;
}

struct str package_name(struct str module, struct str *rest) {
    size_t n = str_index(module, '/');
    if (module.n && module.p[0] == '@' && n < module.n)
        n += 1 + str_index(str_skip(module, n + 1), '/');
    *rest = str_skip(module, n);
    return (struct str){module.p, n};
}

/* ---- exports, imports ---- */

/* Conditions of other places than a server, and those that name declarations, which come last. */
static bool is_elsewhere(struct str condition) {
    return str_eqz(condition, "browser") || str_eqz(condition, "deno") ||
           str_eqz(condition, "worker") || str_eqz(condition, "react-native");
}

static bool is_types(struct str condition) {
    return str_starts(condition, STR("types")) || str_eqz(condition, "typings");
}

/* Every file that the conditions can lead to, in their order: what is not there is passed over later. */
static void collect_targets(struct targets *t, const struct json *v, bool types, unsigned depth) {
    if (!v || depth == CONDITION_DEPTH)
        return;
    if (v->kind == JSON_STRING && t->n < TARGET_MOST)
        t->at[t->n++] = v->text;
    if (v->kind != JSON_ARRAY && v->kind != JSON_OBJECT)
        return;
    for (const struct json *m = v->first; m; m = m->next)
        if (v->kind == JSON_ARRAY || (!is_elsewhere(m->key) && (types || !is_types(m->key))))
            collect_targets(t, m, types, depth + 1);
}

static struct str fill_star(struct resolve *r, struct str target, struct str star) {
    size_t at = str_index(target, '*');
    if (at == target.n)
        return target;
    return arena_fmt(r->arena, "%.*s%.*s%.*s", (int)at, target.p, STR_ARG(star),
                     STR_ARG(str_skip(target, at + 1)));
}

/* Whether the key, "./lib/" with or without a star behind it, takes the subpath; *star gets what the star stands for. */
static bool is_pattern_of(struct str key, struct str subpath, struct str *star) {
    size_t at = str_index(key, '*');
    bool is_folder = at == key.n && key.n && key.p[key.n - 1] == '/';
    struct str head = {key.p, at}, tail = at < key.n ? str_skip(key, at + 1) : STR("");
    if ((at == key.n && !is_folder) || subpath.n < head.n + tail.n || !str_starts(subpath, head) ||
        !str_ends(subpath, tail))
        return false;
    *star = (struct str){subpath.p + head.n, subpath.n - head.n - tail.n};
    return true;
}

/* The member of exports or imports for the subpath: the exact one, else the longest pattern. */
static const struct json *find_subpath(const struct json *map, struct str subpath,
                                       struct str *star) {
    const struct json *hit = json_member(map, subpath);
    size_t longest = 0;
    *star = STR("");
    if (hit || !map || map->kind != JSON_OBJECT)
        return hit;
    for (const struct json *m = map->first; m; m = m->next) {
        struct str matched;
        if (m->key.n > longest && is_pattern_of(m->key, subpath, &matched)) {
            longest = m->key.n;
            hit = m;
            *star = matched;
        }
    }
    return hit;
}

static bool has_subpaths(const struct json *exports) {
    return exports->kind == JSON_OBJECT && exports->first && exports->first->key.n &&
           exports->first->key.p[0] == '.';
}

static struct str first_built(struct resolve *r, struct str dir, const struct targets *t,
                              struct str star) {
    struct str hit = {"", 0};
    for (size_t i = 0; i < t->n && !hit.n; i++) {
        struct str target = fill_star(r, t->at[i], star);
        bool is_folder = target.n && target.p[target.n - 1] == '/';
        if (is_folder)
            target = arena_fmt(r->arena, "%.*s%.*s", STR_ARG(target), STR_ARG(star));
        hit = resolve_built(r, path_join(r->arena, dir, target));
    }
    return hit;
}

/* Conditions without declarations first, then with them: "types" often points into the source. */
static struct str conditions_file(struct resolve *r, struct str dir, const struct json *v,
                                  struct str star) {
    struct str hit = {"", 0};
    for (int types = 0; types < 2 && !hit.n; types++) {
        struct targets t = {.n = 0};
        collect_targets(&t, v, types, 0);
        hit = first_built(r, dir, &t, star);
    }
    return hit;
}

static struct str exports_file(struct resolve *r, struct str dir, const struct json *exports,
                               struct str subpath) {
    struct str star = {"", 0};
    if (!exports)
        return STR("");
    if (has_subpaths(exports))
        exports = find_subpath(exports, subpath, &star);
    else if (!str_eqz(subpath, "."))
        return STR("");
    return conditions_file(r, dir, exports, star);
}

/* main and its like, then where the source of a package without them stands. */
static struct str main_file(struct resolve *r, struct str dir, const struct json *manifest) {
    static const char *const fields[] = {"module", "main", "types", "typings"};
    static const char *const usual[] = {"src/index", "index", "src/main"};
    struct str hit = {"", 0};
    for (size_t i = 0; i < ARRAY_LEN(fields) && !hit.n; i++) {
        struct str file = json_member_text(manifest, fields[i]);
        if (file.n)
            hit = resolve_built(r, path_join(r->arena, dir, file));
    }
    for (size_t i = 0; i < ARRAY_LEN(usual) && !hit.n; i++)
        hit = resolve_file(r, path_join(r->arena, dir, str_of(usual[i])));
    return hit;
}

struct str package_entry(struct resolve *r, struct str dir, struct str subpath) {
    const struct json *manifest = manifest_of(r, dir);
    bool is_main = str_eqz(subpath, ".");
    struct str source = is_main ? json_member_text(manifest, "source") : STR("");
    struct str hit = {"", 0};
    if (source.n)
        hit = resolve_file(r, path_join(r->arena, dir, source));
    if (!hit.n)
        hit = exports_file(r, dir, json_member(manifest, STR("exports")), subpath);
    if (hit.n)
        return hit;
    if (is_main)
        return main_file(r, dir, manifest);
    hit = resolve_built(r, path_join(r->arena, dir, subpath));
    if (!hit.n)
        hit = resolve_built(r, path_join(r->arena, path_join(r->arena, dir, STR("src")), subpath));
    return hit;
}

struct str package_internal(struct resolve *r, struct str dir, struct str module) {
    struct str at = {"", 0}, star;
    const struct json *manifest = package_near(r, dir, &at);
    const struct json *hit = find_subpath(json_member(manifest, STR("imports")), module, &star);
    return hit ? conditions_file(r, at, hit, star) : STR("");
}

/* ---- names ---- */

/* "file:../shared" of a dependency; empty where the dependency is none of this repository. */
static struct str linked_dir(struct resolve *r, struct str dir, const struct json *manifest,
                             struct str name) {
    static const char *const lists[] = {"dependencies", "devDependencies", "optionalDependencies",
                                        "peerDependencies"};
    static const struct str kinds[] = {
        {"file:", 5}, {"link:", 5}, {"portal:", 7}, {"workspace:.", 11}};
    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        struct str value = json_text(json_member(json_member(manifest, str_of(lists[i])), name));
        for (size_t k = 0; k < ARRAY_LEN(kinds); k++)
            if (str_starts(value, kinds[k]))
                return path_join(r->arena, dir, str_skip(value, str_index(value, ':') + 1));
    }
    return STR("");
}

struct str package_find(struct resolve *r, struct str dir, struct str name) {
    for (; dir.n; dir = parent_of(r, dir)) {
        const struct json *manifest = manifest_of(r, dir);
        struct str hit = STR("");
        if (manifest && str_eq(json_member_text(manifest, "name"), name))
            return dir;
        if (manifest)
            hit = linked_dir(r, dir, manifest, name);
        if (!hit.n)
            hit = workspace_find(r, dir, name);
        if (hit.n && repo_kind(&r->repo, hit) == FILE_DIRECTORY)
            return hit;
    }
    return STR("");
}

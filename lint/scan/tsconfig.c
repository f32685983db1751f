/* tsconfig.json with what it extends: where the output goes, and what other names imports have. */
#include "lint/scan/resolve.h"

enum { EXTENDS_MOST = 32, EXTENDS_DEPTH = 8, REFERENCES_MOST = 16 };

/* One configuration on its way: those that it extends may extend each other, and themselves. */
struct load {
    struct resolve *resolve;
    struct str leaf; /* directory of the file that nothing extends */
    unsigned depth, n_files;
};

static const struct tsconfig *load(struct load *l, struct str path);

/* A path said in the file in `dir`. */
static struct str said_path(const struct load *l, const struct json *options, const char *key,
                            struct str dir) {
    struct resolve *r = l->resolve;
    struct str said = json_member_text(options, key), template = STR("${configDir}");
    if (!said.n)
        return said;
    if (str_starts(said, template))
        return path_join(r->arena, l->leaf,
                         arena_fmt(r->arena, "./%.*s", STR_ARG(str_skip(said, template.n))));
    return path_join(r->arena, dir, said);
}

/* Lays over `ts` what the extended file says. */
static void inherit(struct tsconfig *ts, const struct tsconfig *base) {
    if (base->out_dir.n)
        ts->out_dir = base->out_dir;
    if (base->root_dir.n)
        ts->root_dir = base->root_dir;
    if (base->base_url.n)
        ts->base_url = base->base_url;
    if (base->paths) {
        ts->paths = base->paths;
        ts->paths_dir = base->paths_dir;
    }
    if (base->include)
        ts->include = base->include;
}

static struct str with_json(struct resolve *r, struct str path) {
    if (str_ends(path, STR(".json")) || repo_kind(&r->repo, path) == FILE_REGULAR)
        return path;
    if (repo_kind(&r->repo, path) == FILE_DIRECTORY)
        return path_join(r->arena, path, STR("tsconfig.json"));
    return arena_fmt(r->arena, "%.*s.json", STR_ARG(path));
}

/* What is extended: a file, or one of a package of this repository. */
static struct str extended_path(struct resolve *r, struct str dir, struct str said) {
    struct str rest;
    if (said.n && (said.p[0] == '.' || said.p[0] == '/'))
        return with_json(r, path_join(r->arena, dir, said));
    struct str package = package_find(r, dir, package_name(said, &rest));
    if (!package.n)
        return STR("");
    return with_json(r, path_join(r->arena, package, arena_fmt(r->arena, "./%.*s", STR_ARG(rest))));
}

static void extend(struct load *l, struct tsconfig *ts, const struct json *said) {
    struct str path = extended_path(l->resolve, ts->dir, json_text(said));
    l->depth++;
    const struct tsconfig *base = path.n ? load(l, path) : NULL;
    l->depth--;
    if (base)
        inherit(ts, base);
}

static void read_options(const struct load *l, struct tsconfig *ts, const struct json *json) {
    const struct json *options = json_member(json, STR("compilerOptions"));
    struct tsconfig own = {.paths = json_member(options, STR("paths")),
                           .paths_dir = ts->dir,
                           .include = json_member(json, STR("include"))};
    own.out_dir = said_path(l, options, "outDir", ts->dir);
    own.root_dir = said_path(l, options, "rootDir", ts->dir);
    own.base_url = said_path(l, options, "baseUrl", ts->dir);
    inherit(ts, &own);
    if (own.paths && ts->base_url.n)
        ts->paths_dir = ts->base_url;
    ts->references = json_member(json, STR("references"));
}

/* An extended file is read anew for each that extends it, because of ${configDir}. */
static const struct tsconfig *load(struct load *l, struct str path) {
    struct resolve *r = l->resolve;
    bool fits = l->depth < EXTENDS_DEPTH && l->n_files++ < EXTENDS_MOST;
    const struct json *json = fits ? repo_json(&r->repo, path) : NULL;
    if (!json)
        return NULL;
    struct tsconfig *ts = arena_new(r->arena, struct tsconfig);
    const struct json *extends = json_member(json, STR("extends"));
    ts->dir = path_dirname(path);
    if (extends && extends->kind == JSON_ARRAY)
        for (const struct json *item = extends->first; item; item = item->next)
            extend(l, ts, item);
    else if (extends)
        extend(l, ts, extends);
    read_options(l, ts, json);
    return ts;
}

struct slot {
    const struct tsconfig *ts;
};

const struct tsconfig *tsconfig_load(struct resolve *r, struct str path) {
    struct slot *slot = map_get(&r->tsconfigs, path);
    if (!slot) {
        slot = arena_new(r->arena, struct slot);
        *map_at(&r->tsconfigs, arena_str(r->arena, path)) = slot;
        struct load l = {.resolve = r, .leaf = path_dirname(path)};
        slot->ts = load(&l, path);
    }
    return slot->ts;
}

static size_t add(struct resolve *r, struct str dir, const char *name,
                  const struct tsconfig *out[TSCONFIG_MOST], size_t n) {
    const struct tsconfig *ts = tsconfig_load(r, path_join(r->arena, dir, str_of(name)));
    if (ts && n < TSCONFIG_MOST)
        out[n++] = ts;
    return n;
}

size_t tsconfig_list(struct resolve *r, struct str dir, const struct tsconfig *out[TSCONFIG_MOST]) {
    static const char *const first[] = {"tsconfig.json", "tsconfig.build.json"};
    struct file_list list = repo_list(&r->repo, dir);
    size_t n = 0;
    for (size_t i = 0; i < ARRAY_LEN(first); i++)
        n = add(r, dir, first[i], out, n);
    for (size_t i = 0; i < list.n; i++) {
        struct str name = list.at[i].name;
        if (str_starts(name, STR("tsconfig.")) && str_ends(name, STR(".json")) &&
            !str_eqz(name, first[0]) && !str_eqz(name, first[1]))
            n = add(r, dir, arena_cstr(r->arena, name), out, n);
    }
    return n;
}

/* ---- modules ---- */

/* The configuration whose names hold for files of `dir`: the nearest, or the first with names that it
 * only refers to. */
static const struct tsconfig *governing(struct resolve *r, struct str dir) {
    static const char *const names[] = {"tsconfig.json", "jsconfig.json"};
    const struct tsconfig *ts = NULL;
    for (size_t i = 0; i < ARRAY_LEN(names) && !ts; i++)
        ts = tsconfig_load(r, path_join(r->arena, dir, str_of(names[i])));
    if (!ts || ts->paths || ts->base_url.n || !ts->references || ts->references->kind != JSON_ARRAY)
        return ts;
    size_t n = 0;
    for (const struct json *ref = ts->references->first; ref && n < REFERENCES_MOST;
         ref = ref->next, n++) {
        struct str said = json_member_text(ref, "path");
        const struct tsconfig *other =
            said.n ? tsconfig_load(r, with_json(r, path_join(r->arena, dir, said))) : NULL;
        if (other && (other->paths || other->base_url.n))
            return other;
    }
    return ts;
}

static const struct tsconfig *governing_near(struct resolve *r, struct str dir) {
    struct slot *slot = map_get(&r->governing, dir);
    if (slot)
        return slot->ts;
    slot = arena_new(r->arena, struct slot);
    slot->ts = governing(r, dir);
    if (!slot->ts && dir.n > r->repo.root.n && dir.n > 1)
        slot->ts = governing_near(r, path_dirname(dir));
    *map_at(&r->governing, arena_str(r->arena, dir)) = slot;
    return slot->ts;
}

/* The pattern of `paths` with the longest text before its star that fits; an exact one wins. */
static const struct json *find_pattern(const struct json *paths, struct str module,
                                       struct str *star) {
    const struct json *hit = json_member(paths, module);
    size_t longest = 0;
    *star = STR("");
    if (hit || !paths || paths->kind != JSON_OBJECT)
        return hit;
    for (const struct json *m = paths->first; m; m = m->next) {
        size_t at = str_index(m->key, '*');
        struct str head = {m->key.p, at};
        struct str tail = at < m->key.n ? str_skip(m->key, at + 1) : STR("");
        if (at == m->key.n || (hit && head.n <= longest) || module.n < head.n + tail.n ||
            !str_starts(module, head) || !str_ends(module, tail))
            continue;
        hit = m;
        longest = head.n;
        *star = (struct str){module.p + head.n, module.n - head.n - tail.n};
    }
    return hit;
}

static struct str pattern_file(struct resolve *r, const struct tsconfig *ts, struct str module) {
    struct str star, hit = {"", 0};
    const struct json *pattern = find_pattern(ts->paths, module, &star);
    if (!pattern || pattern->kind != JSON_ARRAY)
        return hit;
    for (const struct json *t = pattern->first; t && !hit.n; t = t->next) {
        struct str target = json_text(t);
        size_t at = str_index(target, '*');
        if (at < target.n)
            target = arena_fmt(r->arena, "%.*s%.*s%.*s", (int)at, target.p, STR_ARG(star),
                               STR_ARG(str_skip(target, at + 1)));
        if (target.n)
            hit = resolve_path(r, path_join(r->arena, ts->paths_dir, target));
    }
    return hit;
}

struct str tsconfig_module(struct resolve *r, struct str dir, struct str module) {
    const struct tsconfig *ts = governing_near(r, dir);
    if (!ts)
        return STR("");
    struct str hit = pattern_file(r, ts, module);
    if (!hit.n && ts->base_url.n && module.p[0] != '#')
        hit = resolve_path(r, path_join(r->arena, ts->base_url, module));
    return hit;
}

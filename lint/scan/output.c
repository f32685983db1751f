/* From what is built to what it is built from. The output of a build is seldom in the repository, so
 * this works on names: tsconfig's outDir and rootDir, Nest's projects, and where neither says anything
 * the directories that people use. */
#include "lint/scan/resolve.h"

enum { OUTPUT_MOST = 24 };

/* Directories of source that a directory of output may stand for. */
struct output_dirs {
    struct output_dir {
        struct str dir;
        bool is_guess;  /* no configuration says so */
        bool is_weak;   /* ... and what stands in the output is taken where it is there */
        bool is_beside; /* ... and only TypeScript counts: the output stands below its source */
    } at[OUTPUT_MOST];
    size_t n;
};

static bool is_directory(struct resolve *r, struct str path) {
    return repo_kind(&r->repo, path) == FILE_DIRECTORY;
}

static void add(struct resolve *r, struct output_dirs *o, struct output_dir d) {
    if (o->n == OUTPUT_MOST || !is_directory(r, d.dir))
        return;
    for (size_t i = 0; i < o->n; i++)
        if (str_eq(o->at[i].dir, d.dir))
            return;
    o->at[o->n++] = d;
}

static struct str below(struct resolve *r, struct str base, struct str rest) {
    return rest.n ? path_join(r->arena, base, rest) : base;
}

/* `dir` as seen from `base`, which it is below; empty where it is the same. */
static struct str rest_of(struct str dir, struct str base) {
    struct str rest = str_skip(dir, base.n);
    return rest.n && rest.p[0] == '/' ? str_skip(rest, 1) : rest;
}

/* ---- what tsconfig says ---- */

/* Without rootDir the compiler takes the directory common to all it compiles. That may be any from the
 * files' own up to the one that other packages are imported from. */
static void add_common_roots(struct resolve *r, struct output_dirs *o, const struct tsconfig *ts,
                             struct str rest) {
    struct arena *a = r->arena;
    add(r, o, (struct output_dir){.dir = below(r, path_join(a, ts->dir, STR("src")), rest)});
    const struct json *item =
        ts->include && ts->include->kind == JSON_ARRAY ? ts->include->first : NULL;
    for (; item; item = item->next) {
        struct str said = json_text(item);
        said.n = str_index(said, '*');
        if (said.n)
            add(r, o, (struct output_dir){.dir = below(r, path_join(a, ts->dir, said), rest)});
    }
    for (struct str up = ts->dir; path_is_below(up, r->repo.root) && up.n > 1;
         up = path_dirname(up))
        add(r, o, (struct output_dir){.dir = below(r, up, rest)});
}

static void add_tsconfigs(struct resolve *r, struct output_dirs *o, struct str at, struct str dir) {
    const struct tsconfig *list[TSCONFIG_MOST];
    size_t n = tsconfig_list(r, at, list);
    for (size_t i = 0; i < n; i++) {
        const struct tsconfig *ts = list[i];
        if (!ts->out_dir.n || !path_is_below(dir, ts->out_dir) ||
            path_is_below(ts->dir, ts->out_dir))
            continue;
        struct str rest = rest_of(dir, ts->out_dir);
        if (ts->root_dir.n)
            add(r, o, (struct output_dir){.dir = below(r, ts->root_dir, rest)});
        else
            add_common_roots(r, o, ts, rest);
    }
}

/* ---- Nest ---- */

/* dist/apps/api/... of a project with root apps/api is built from its sourceRoot. */
static void add_project(struct resolve *r, struct output_dirs *o, struct str at,
                        const struct json *project, struct str rest) {
    struct str root = json_member_text(project, "root");
    struct str source = json_member_text(project, "sourceRoot");
    if (!root.n || !source.n || !path_is_below(rest, root))
        return;
    struct str inner = rest_of(rest, root);
    add(r, o, (struct output_dir){.dir = below(r, path_join(r->arena, at, source), inner)});
    if (path_is_below(inner, STR("src")))
        add(r, o,
            (struct output_dir){
                .dir = below(r, path_join(r->arena, at, source), rest_of(inner, STR("src")))});
}

static void add_nest(struct resolve *r, struct output_dirs *o, struct str at, struct str dir) {
    const struct json *cli = repo_json(&r->repo, path_join(r->arena, at, STR("nest-cli.json")));
    struct str dist = path_join(r->arena, at, STR("dist"));
    if (!cli || !path_is_below(dir, dist))
        return;
    struct str rest = rest_of(dir, dist), source = json_member_text(cli, "sourceRoot");
    const struct json *projects = json_member(cli, STR("projects"));
    for (const struct json *p = projects ? projects->first : NULL; p; p = p->next)
        add_project(r, o, at, p, rest);
    if (source.n)
        add(r, o, (struct output_dir){.dir = below(r, path_join(r->arena, at, source), rest)});
}

/* ---- what people do ---- */

/* Names of directories of output. A file that stands in one of the first is built from its source
 * where both are there; the others are as often written by hand. */
static const char *const output_names[] = {"dist",   "build",    ".output",     "out", "output",
                                           "built",  "compiled", ".build",      "lib", "release",
                                           "target", "bundle",   "server-build"};
enum { N_SURE = 8 };

/* The index in output_names, or that of one that begins like it: "dist-server". */
static size_t output_name(struct str name) {
    for (size_t i = 0; i < ARRAY_LEN(output_names); i++)
        if (str_eqz(name, output_names[i]))
            return i;
    bool is_like = str_starts(name, STR("dist-")) || str_starts(name, STR("dist_")) ||
                   str_starts(name, STR("build-"));
    return is_like ? 0 : ARRAY_LEN(output_names);
}

/* dist/cjs/x: one build of several. */
static struct str without_flavour(struct str rest) {
    static const char *const names[] = {"cjs", "esm", "es", "commonjs", "module", "node"};
    size_t n = str_index(rest, '/');
    for (size_t i = 0; i < ARRAY_LEN(names); i++)
        if (str_eqz((struct str){rest.p, n}, names[i]))
            return str_skip(rest, n < rest.n ? n + 1 : n);
    return rest;
}

/* dist/apps/api/x: apps/api/src/x; the src may stand at any level. */
static void add_inner_sources(struct resolve *r, struct output_dirs *o, struct output_dir d,
                              struct str base, struct str rest) {
    for (size_t n = 0; n < rest.n;) {
        n += str_index(str_skip(rest, n), '/');
        struct str source = path_join(r->arena, base, (struct str){rest.p, n});
        n += n < rest.n;
        d.dir = below(r, path_join(r->arena, source, STR("src")), str_skip(rest, n));
        add(r, o, d);
    }
}

static void add_usual(struct resolve *r, struct output_dirs *o, struct str output,
                      struct str rest) {
    static const char *const sources[] = {"src", "source", "server", "app", "ts"};
    struct str base = path_dirname(output), plain = without_flavour(rest);
    size_t name = output_name(path_basename(output));
    struct output_dir d = {.is_guess = true, .is_weak = name >= N_SURE};
    if (name == ARRAY_LEN(output_names) ||
        !repo_json(&r->repo, path_join(r->arena, base, STR("package.json"))))
        return;
    for (size_t i = 0; i < ARRAY_LEN(sources); i++) {
        struct str source = path_join(r->arena, base, str_of(sources[i]));
        d.dir = below(r, source, rest);
        add(r, o, d);
        d.dir = below(r, source, plain);
        add(r, o, d);
    }
    add_inner_sources(r, o, d, base, rest);
    d.dir = below(r, base, plain);
    d.is_beside = true;
    add(r, o, d);
}

static const struct output_dirs *outputs_of(struct resolve *r, struct str dir) {
    static const struct output_dirs none;
    if (dir.n > REPO_PATH_MOST || !path_is_below(dir, r->repo.root))
        return &none;
    struct output_dirs *o = map_get(&r->outputs, dir);
    if (o)
        return o;
    struct output_dirs found = {.n = 0};
    struct str up = dir;
    for (; path_is_below(up, r->repo.root) && up.n > 1; up = path_dirname(up))
        if (is_directory(r, up)) { /* the output seldom is */
            add_tsconfigs(r, &found, up, dir);
            add_nest(r, &found, up, dir);
        }
    for (up = dir; path_is_below(up, r->repo.root) && up.n > r->repo.root.n; up = path_dirname(up))
        if (is_directory(r, path_dirname(up)))
            add_usual(r, &found, up, rest_of(dir, up));
    o = arena_new(r->arena, struct output_dirs);
    *o = found;
    *map_at(&r->outputs, arena_str(r->arena, dir)) = o;
    return o;
}

/* The file of that name; a bundler makes main.cjs of main.ts. */
static struct str find_source(struct resolve *r, struct str dir, struct str name) {
    struct str hit = resolve_file(r, path_join(r->arena, dir, name));
    if (hit.n || !resolve_is_source(name))
        return hit;
    struct str stem = {name.p, name.n - path_extension(name).n};
    return resolve_file(r, path_join(r->arena, dir, stem));
}

struct str output_source(struct resolve *r, struct str path) {
    const struct output_dirs *o = outputs_of(r, path_dirname(path));
    struct str built = o->n ? resolve_file(r, path) : STR("");
    if (built.n && resolve_is_typescript(built))
        return STR("");
    for (size_t i = 0; i < o->n; i++) {
        const struct output_dir *d = &o->at[i];
        if (d->is_weak && built.n)
            continue;
        struct str hit = find_source(r, d->dir, path_basename(path));
        bool is_chance = d->is_beside && built.n && !resolve_is_typescript(hit);
        if (hit.n && !str_eq(hit, built) && !is_chance)
            return hit;
    }
    return STR("");
}

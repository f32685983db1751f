/* A path as require() and import take it: extensions, twins, directories. */
#include "lint/scan/resolve.h"

static const struct {
    struct str built, source[2];
} twins[] = {
    {{".js", 3}, {{".ts", 3}, {".tsx", 4}}},
    {{".jsx", 4}, {{".tsx", 4}, {"", 0}}},
    {{".mjs", 4}, {{".mts", 4}, {"", 0}}},
    {{".cjs", 4}, {{".cts", 4}, {"", 0}}},
};

/* In the order of preference: a .js beside its .ts was built from it. */
static const struct str extensions[] = {
    {".ts", 3}, {".tsx", 4}, {".mts", 4}, {".cts", 4},
    {".js", 3}, {".jsx", 4}, {".mjs", 4}, {".cjs", 4},
};
enum { N_TYPESCRIPT = 4 };

static bool has_extension(struct str path, size_t n) {
    struct str ext = path_extension(path);
    for (size_t i = 0; i < n; i++)
        if (str_eq(ext, extensions[i]))
            return true;
    return false;
}

static bool is_declaration(struct str path) {
    return str_ends(path, STR(".d.ts")) || str_ends(path, STR(".d.mts")) ||
           str_ends(path, STR(".d.cts"));
}

bool resolve_is_typescript(struct str path) {
    return has_extension(path, N_TYPESCRIPT) && !is_declaration(path);
}

bool resolve_is_source(struct str path) {
    return has_extension(path, ARRAY_LEN(extensions)) && !is_declaration(path);
}

/* Most tries miss, so the name is put together on the stack and kept only when it hits. */
static struct str with_extension(struct resolve *r, struct str path, struct str ext) {
    char whole[REPO_PATH_MOST];
    if (path.n > sizeof whole - ext.n)
        return STR("");
    memcpy(whole, path.p, path.n);
    memcpy(whole + path.n, ext.p, ext.n);
    struct str name = {whole, path.n + ext.n};
    if (repo_kind(&r->repo, name) != FILE_REGULAR)
        return STR("");
    return arena_str(r->arena, name);
}

static struct str find_twin(struct resolve *r, struct str path) {
    struct str ext = path_extension(path), stem = {path.p, path.n - ext.n}, hit = {"", 0};
    for (size_t i = 0; i < ARRAY_LEN(twins); i++)
        for (size_t j = 0; str_eq(ext, twins[i].built) && !hit.n && j < 2; j++)
            if (twins[i].source[j].n)
                hit = with_extension(r, stem, twins[i].source[j]);
    return hit;
}

struct str resolve_file(struct resolve *r, struct str path) {
    if (repo_kind(&r->repo, path_dirname(path)) != FILE_DIRECTORY)
        return STR("");
    struct str twin = find_twin(r, path);
    if (twin.n)
        return twin;
    if (resolve_is_source(path) && repo_kind(&r->repo, path) == FILE_REGULAR)
        return path;
    for (size_t i = 0; i < ARRAY_LEN(extensions); i++) {
        struct str hit = with_extension(r, path, extensions[i]);
        if (hit.n)
            return hit;
    }
    return STR("");
}

struct str resolve_built(struct resolve *r, struct str path) {
    struct str hit = output_source(r, path);
    if (!hit.n)
        hit = resolve_file(r, path);
    if (hit.n)
        return hit;
    struct str index = path_join(r->arena, path, STR("index.js"));
    hit = output_source(r, index);
    if (hit.n || repo_kind(&r->repo, path) != FILE_DIRECTORY)
        return hit;
    return resolve_file(r, (struct str){index.p, index.n - 3});
}

struct str resolve_path(struct resolve *r, struct str path) {
    struct str manifest = path_join(r->arena, path, STR("package.json"));
    if (repo_kind(&r->repo, manifest) == FILE_REGULAR && !resolve_file(r, path).n) {
        struct str hit = package_entry(r, path, STR("."));
        if (hit.n)
            return hit;
    }
    return resolve_built(r, path);
}

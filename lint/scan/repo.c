/* Listings and documents, kept by path. */
#include "lint/scan/repo.h"

#include <stdlib.h>

enum { REPO_DOCUMENT_MOST = 4 * 1024 * 1024 };

struct repo_dir {
    struct str path;
    struct file_list list;
    bool is_there;
};

struct document {
    const struct json *json;
};

void repo_init(struct repo *r, struct arena *a, struct files *files, struct str root) {
    *r = (struct repo){.arena = a, .files = files, .root = root};
    r->dirs.arena = r->documents.arena = a;
}

static int compare_name(const void *name, const void *entry) {
    return str_cmp(*(const struct str *)name, ((const struct file_entry *)entry)->name);
}

/* A link counts as what it leads to, where that is still inside. */
static enum file_kind odd_kind(struct repo *r, struct str path) {
    struct files *files = r->files;
    if (files->stays_in && !files->stays_in(files, r->root, path))
        return FILE_MISSING;
    return files->kind(files, path);
}

static enum file_kind entry_kind(struct repo *r, const struct repo_dir *d, struct str path) {
    struct str name = path_basename(path);
    if (!d->is_there || str_eqz(name, "node_modules"))
        return FILE_MISSING;
    if (!r->files->list)
        return odd_kind(r, path);
    const struct file_entry *e =
        d->list.n ? bsearch(&name, d->list.at, d->list.n, sizeof *d->list.at, compare_name) : NULL;
    if (!e)
        return FILE_MISSING;
    return e->kind == FILE_ODD ? odd_kind(r, path) : e->kind;
}

static bool is_inside(const struct repo *r, struct str path) {
    return path.n <= REPO_PATH_MOST && path_is_below(path, r->root);
}

static const struct repo_dir *open_dir(struct repo *r, struct str path);

/* Asks about each directory above first; paths are short. */
static struct repo_dir *read_dir(struct repo *r, struct str path) {
    struct repo_dir *d = arena_new(r->arena, struct repo_dir);
    struct err err;
    if (path.n <= r->root.n || path.n <= 1)
        d->is_there = true;
    else
        d->is_there = entry_kind(r, open_dir(r, path_dirname(path)), path) == FILE_DIRECTORY;
    if (d->is_there && r->files->list)
        d->is_there = r->files->list(r->files, path, r->arena, &d->list, &err) == 0;
    return d;
}

/* Names are tried by the dozen in one directory. */
static const struct repo_dir *open_dir(struct repo *r, struct str path) {
    static const struct repo_dir nowhere;
    if (r->last_dir && str_eq(path, r->last_path))
        return r->last_dir;
    if (!is_inside(r, path))
        return &nowhere;
    struct repo_dir *d = map_get(&r->dirs, path);
    if (!d) {
        d = read_dir(r, path);
        d->path = arena_str(r->arena, path);
        *map_at(&r->dirs, d->path) = d;
    }
    r->last_path = d->path;
    r->last_dir = d;
    return d;
}

enum file_kind repo_kind(struct repo *r, struct str path) {
    if (!is_inside(r, path))
        return FILE_MISSING;
    if (path.n <= r->root.n || path.n <= 1)
        return open_dir(r, path)->is_there ? FILE_DIRECTORY : FILE_MISSING;
    return entry_kind(r, open_dir(r, path_dirname(path)), path);
}

struct file_list repo_list(struct repo *r, struct str dir) {
    return open_dir(r, dir)->list;
}

struct str repo_text(struct repo *r, struct str path, size_t limit_bytes) {
    struct str text = {"", 0};
    struct err err;
    if (repo_kind(r, path) == FILE_REGULAR)
        (void)r->files->read(r->files, path, limit_bytes, r->arena, &text, &err);
    return text;
}

const struct json *repo_json(struct repo *r, struct str path) {
    if (!is_inside(r, path))
        return NULL;
    struct document *d = map_get(&r->documents, path);
    if (!d) {
        d = arena_new(r->arena, struct document);
        d->json = json_read(r->arena, repo_text(r, path, REPO_DOCUMENT_MOST));
        *map_at(&r->documents, arena_str(r->arena, path)) = d;
    }
    return d->json;
}

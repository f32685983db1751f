/* Listing goes over the whole table: trees of tests are small. */
#include "tests/fake/fake_files.h"

struct fake {
    struct files files;
    const struct fake_file *at;
};

static enum file_kind kind_of(const struct fake_file *file) {
    return file->text ? FILE_REGULAR : FILE_ODD;
}

static enum file_kind fake_kind(struct files *self, struct str path) {
    const struct fake *f = (const struct fake *)self;
    for (const struct fake_file *file = f->at; file->path; file++) {
        if (str_eqz(path, file->path))
            return FILE_REGULAR;
        if (path_is_below(str_of(file->path), path))
            return FILE_DIRECTORY;
    }
    return FILE_MISSING;
}

static int fake_read(struct files *self, struct str path, size_t limit_bytes, struct arena *a,
                     struct str *bytes, struct err *err) {
    const struct fake *f = (const struct fake *)self;
    for (const struct fake_file *file = f->at; file->path; file++)
        if (str_eqz(path, file->path) && file->text && strlen(file->text) <= limit_bytes) {
            *bytes = arena_str(a, str_of(file->text));
            return 0;
        }
    return err_set(err, "%.*s: not there", STR_ARG(path));
}

static int fake_list(struct files *self, struct str path, struct arena *a, struct file_list *out,
                     struct err *err) {
    const struct fake *f = (const struct fake *)self;
    VEC(struct file_entry) found = {0};
    (void)err;
    for (const struct fake_file *file = f->at; file->path; file++) {
        struct str whole = str_of(file->path), rest;
        if (!path_is_below(whole, path) || whole.n == path.n)
            continue;
        rest = str_skip(whole, path.n + (path.p[path.n - 1] != '/'));
        size_t n = str_index(rest, '/'), i = 0;
        struct file_entry e = {{rest.p, n}, n < rest.n ? FILE_DIRECTORY : kind_of(file)};
        while (i < found.n && !str_eq(found.at[i].name, e.name))
            i++;
        if (i == found.n)
            VEC_PUSH(a, &found, e);
    }
    files_sort(found.at, found.n);
    *out = (struct file_list){found.at, found.n};
    return 0;
}

static bool fake_stays_in(struct files *self, struct str root, struct str path) {
    const struct fake *f = (const struct fake *)self;
    for (const struct fake_file *file = f->at; file->path; file++)
        if (str_eqz(path, file->path) && !file->text)
            return false;
    return path_is_below(path, root);
}

struct files *fake_files(struct arena *a, const struct fake_file *files) {
    struct fake *f = arena_new(a, struct fake);
    f->files = (struct files){
        .read = fake_read, .kind = fake_kind, .list = fake_list, .stays_in = fake_stays_in};
    f->at = files;
    return &f->files;
}

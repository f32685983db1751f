/* Asked first, the provider below for the rest. Listings are those below: a file that is only here
 * is not found by looking for it. */
#include "schema/io/overlay.h"

static struct overlay_file *find(struct overlay *o, struct str path) {
    for (size_t i = 0; i < o->list.n; i++)
        if (str_eq(o->list.at[i].path, path))
            return &o->list.at[i];
    return NULL;
}

static int overlay_read(struct files *self, struct str path, size_t limit, struct arena *a,
                        struct str *bytes, struct err *err) {
    struct overlay *o = (struct overlay *)self;
    const struct overlay_file *file = find(o, path);
    if (!file)
        return o->below->read(o->below, path, limit, a, bytes, err);
    if (file->text.n > limit)
        return err_set(err, "%.*s: %zu bytes, more than the limit of %zu", STR_ARG(path),
                       file->text.n, limit);
    *bytes = file->text;
    return 0;
}

static enum file_kind overlay_kind(struct files *self, struct str path) {
    struct overlay *o = (struct overlay *)self;
    return find(o, path) ? FILE_REGULAR : o->below->kind(o->below, path);
}

static int overlay_list(struct files *self, struct str path, struct arena *a, struct file_list *out,
                        struct err *err) {
    struct overlay *o = (struct overlay *)self;
    return o->below->list(o->below, path, a, out, err);
}

static bool overlay_stays_in(struct files *self, struct str root, struct str path) {
    struct overlay *o = (struct overlay *)self;
    return o->below->stays_in(o->below, root, path);
}

void overlay_init(struct overlay *o, struct arena *a, struct files *below) {
    *o = (struct overlay){.arena = a, .below = below};
    o->files = (struct files){.read = overlay_read,
                              .kind = overlay_kind,
                              .list = below->list ? overlay_list : NULL,
                              .stays_in = below->stays_in ? overlay_stays_in : NULL,
                              .root = below->root};
}

void overlay_put(struct overlay *o, struct str path, struct str text) {
    enum { LIMIT = 1 << 30 };
    struct overlay_file *file = find(o, path), fresh = {path, text, text};
    struct err err;
    if (file) {
        file->text = text;
        return;
    }
    if (o->below->kind(o->below, path) != FILE_REGULAR ||
        o->below->read(o->below, path, LIMIT, o->arena, &fresh.base, &err) < 0)
        fresh.base = STR("");
    VEC_PUSH(o->arena, &o->list, fresh);
}

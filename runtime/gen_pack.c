/* Packing, and the checks at the door. */
#include "runtime/gen_pack.h"

#include <stdlib.h>

#include "runtime/late.h"
#include "schema/base/hash.h"

static void add_block(struct buf *out, struct str bytes) {
    uint32_t n = (uint32_t)bytes.n;
    buf_add(out, &n, sizeof n);
    buf_str(out, bytes);
}

static void add_strings(struct buf *out, const char *const *list, size_t n) {
    struct buf block = {0};
    for (size_t i = 0; i < n; i++)
        buf_add(&block, list[i], strlen(list[i]) + 1);
    add_block(out, (struct str){block.p, block.n});
    out->failed = out->failed || block.failed;
    buf_done(&block);
}

static size_t count(char *const *list) {
    size_t n = 0;
    while (list[n])
        n++;
    return n;
}

static void add_env(struct buf *out, const struct app *app) {
    struct buf block = {0};
    for (unsigned i = 0; i < app->n_env; i++) {
        buf_z(&block, app->env[i].name);
        buf_char(&block, '=');
        buf_z(&block, app->env[i].value);
        buf_char(&block, 0);
    }
    add_block(out, (struct str){block.p, block.n});
    out->failed = out->failed || block.failed;
    buf_done(&block);
}

void gen_pack(const struct generation *gen, struct buf *out) {
    size_t start = out->n;
    uint64_t hash = 0;
    buf_add(out, &hash, sizeof hash);
    add_block(out, (struct str){(const char *)gen->plan.base, gen->plan.size_bytes});
    add_strings(out, &gen->root, 1);
    add_strings(out, (const char *const *)gen->environ, count(gen->environ));
    add_strings(out, (const char *const *)gen->late, count(gen->late));
    add_strings(out, gen->files, gen->n_files);
    for (unsigned i = 0; i < gen->n_apps; i++)
        add_env(out, &gen->apps[i]);
    if (out->failed)
        return;
    hash = hash_bytes(out->p + start + sizeof hash, out->n - start - sizeof hash);
    memcpy(out->p + start, &hash, sizeof hash);
}

/* The next block; false where there is none. */
static bool take_block(struct str *rest, struct str *block) {
    uint32_t n;
    if (rest->n < sizeof n)
        return false;
    memcpy(&n, rest->p, sizeof n);
    *rest = str_skip(*rest, sizeof n);
    if (n > rest->n)
        return false;
    *block = (struct str){rest->p, n};
    *rest = str_skip(*rest, n);
    return true;
}

struct parts {
    struct str image, root, environ, late, files;
};

static bool take_parts(struct str *rest, struct parts *p) {
    return take_block(rest, &p->image) && take_block(rest, &p->root) &&
           take_block(rest, &p->environ) && take_block(rest, &p->late) &&
           take_block(rest, &p->files) && p->root.n > 1 && p->root.p[0] == '/' &&
           p->root.p[p->root.n - 1] == 0;
}

/* The variables of every app, in their order. */
static char *const **take_envs(struct arena *a, struct str rest, unsigned *n) {
    struct str block, scan = rest;
    *n = 0;
    while (take_block(&scan, &block))
        ++*n;
    char *const **envs = scan.n ? NULL : arena_array(a, char *const *, *n + 1);
    for (unsigned i = 0; envs && i < *n; i++) {
        (void)take_block(&rest, &block);
        envs[i] = late_split(a, block);
        if (!envs[i])
            return NULL;
    }
    return envs;
}

static int unpack(struct str bytes, const struct gen_world *world, struct arena *a,
                  struct generation **gen, struct err *err) {
    struct parts p;
    struct buf details = {0};
    uint64_t hash;
    if (bytes.n < sizeof hash)
        return err_set(err, "it is too short");
    memcpy(&hash, bytes.p, sizeof hash);
    struct str rest = str_skip(bytes, sizeof hash);
    if (hash != hash_bytes(rest.p, rest.n) || !take_parts(&rest, &p))
        return err_set(err, "it is damaged");
    struct gen_world given = *world;
    char **files = late_split(a, p.files), **root = late_split(a, p.root);
    struct gen_source source = {.image = p.image,
                                .environ = late_split(a, p.environ),
                                .late = late_split(a, p.late),
                                .files = (const char *const *)files};
    given.envs = take_envs(a, rest, &given.n_envs);
    if (!files || !root || !source.environ || !source.late || !given.envs)
        return err_set(err, "out of memory");
    source.root = root[0];
    source.n_files = (unsigned)count(files);
    enum gen_result result = gen_new(gen, &source, &given, &details, err);
    buf_done(&details);
    return result == GEN_OK ? 0 : -1;
}

int gen_unpack(struct str bytes, const struct gen_world *world, struct generation **gen,
               struct err *err) {
    struct arena a;
    arena_init_may_fail(&a, 0);
    int rc = unpack(bytes, world, &a, gen, err);
    arena_done(&a);
    return rc;
}

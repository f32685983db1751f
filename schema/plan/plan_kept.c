/* Saved lists as bytes. */
#include "schema/plan/plan_kept.h"

#include "schema/base/hash.h"

#define MAGIC "ECOSAVE\x1a"
enum { VERSION = 1, HASH_AT = 24, HEAD_BYTES = 32 };

/* ---- writing --------------------------------------------------------------------------------- */

static void put_u32(struct buf *out, uint32_t n) {
    unsigned char bytes[4];
    for (unsigned i = 0; i < sizeof bytes; i++)
        bytes[i] = (unsigned char)(n >> (8 * i));
    buf_add(out, bytes, sizeof bytes);
}

static void put_text(struct buf *out, struct str text) {
    put_u32(out, (uint32_t)text.n);
    buf_str(out, text);
}

void dump_write(const struct dump *dump, struct buf *out) {
    size_t start = out->n;
    buf_add(out, MAGIC, 8);
    put_u32(out, VERSION);
    put_u32(out, dump->n_generations);
    put_u32(out, dump->n_instances);
    put_u32(out, 0);
    buf_repeat(out, 0, 8);
    for (unsigned i = 0; i < dump->n_generations; i++) {
        const struct dump_generation *gen = &dump->generations[i];
        put_text(out, str_of(gen->root));
        put_u32(out, gen->n_files);
        for (unsigned k = 0; k < gen->n_files; k++)
            put_text(out, str_of(gen->files[k]));
        put_text(out, gen->image);
    }
    for (unsigned i = 0; i < dump->n_instances; i++) {
        const struct dump_instance *inst = &dump->instances[i];
        put_u32(out, inst->generation);
        put_text(out, str_of(inst->app));
        put_u32(out, inst->number);
        put_u32(out, inst->flags);
    }
    if (out->failed)
        return;
    uint64_t hash = hash_bytes_but(out->p + start, out->n - start, HASH_AT);
    for (unsigned i = 0; i < 8; i++)
        out->p[start + HASH_AT + i] = (char)(hash >> (8 * i));
}

/* ---- reading --------------------------------------------------------------------------------- */

struct reader {
    struct str rest;
    struct arena *a;
    bool failed; /* ended too early, a wrong number, or no memory */
};

static uint32_t get_u32(struct reader *r) {
    uint32_t n = 0;
    r->failed = r->failed || r->rest.n < 4;
    if (r->failed)
        return 0;
    for (unsigned i = 0; i < 4; i++)
        n |= (uint32_t)(unsigned char)r->rest.p[i] << (8 * i);
    r->rest = str_skip(r->rest, 4);
    return n;
}

static uint32_t get_number(struct reader *r, uint32_t most) {
    uint32_t n = get_u32(r);
    r->failed = r->failed || n > most;
    return r->failed ? 0 : n;
}

static struct str get_bytes(struct reader *r) {
    uint32_t n = get_u32(r);
    r->failed = r->failed || n > r->rest.n;
    if (r->failed)
        return STR("");
    struct str text = {r->rest.p, n};
    r->rest = str_skip(r->rest, n);
    return text;
}

/* A text without NULs. */
static const char *get_text(struct reader *r) {
    struct str bytes = get_bytes(r);
    r->failed = r->failed || (bytes.n && memchr(bytes.p, 0, bytes.n));
    const char *text = r->failed ? NULL : arena_cstr(r->a, bytes);
    r->failed = r->failed || !text;
    return text ? text : "";
}

static void get_generation(struct reader *r, struct dump_generation *gen) {
    gen->root = get_text(r);
    r->failed = r->failed || gen->root[0] != '/';
    gen->n_files = get_number(r, DUMP_FILES_MOST);
    gen->files = arena_array(r->a, const char *, gen->n_files);
    r->failed = r->failed || !gen->files;
    for (unsigned k = 0; k < gen->n_files && !r->failed; k++)
        gen->files[k] = get_text(r);
    gen->image = get_bytes(r);
}

static void get_instance(struct reader *r, const struct dump *dump, struct dump_instance *inst) {
    inst->generation = get_u32(r);
    inst->app = get_text(r);
    inst->number = get_number(r, DUMP_INSTANCES_MOST);
    inst->flags = get_u32(r);
    r->failed = r->failed || inst->generation >= dump->n_generations;
}

static uint64_t stored_hash(struct str bytes) {
    uint64_t hash = 0;
    for (unsigned i = 0; i < 8; i++)
        hash |= (uint64_t)(unsigned char)bytes.p[HASH_AT + i] << (8 * i);
    return hash;
}

int dump_parse(struct str bytes, struct arena *a, struct dump *dump, struct err *err) {
    struct reader r = {.rest = bytes, .a = a};
    *dump = (struct dump){0};
    if (bytes.n < HEAD_BYTES || memcmp(bytes.p, MAGIC, 8) != 0)
        return err_set(err, "it is no saved list");
    r.rest = str_skip(bytes, 8);
    uint32_t version = get_u32(&r);
    if (version != VERSION)
        return err_set(err, "it is of version %u, and this ecort reads %d", version, VERSION);
    if (stored_hash(bytes) != hash_bytes_but(bytes.p, bytes.n, HASH_AT))
        return err_set(err, "it is damaged");
    dump->n_generations = get_number(&r, DUMP_GENERATIONS_MOST);
    dump->n_instances = get_number(&r, DUMP_INSTANCES_MOST);
    r.rest = str_skip(bytes, HEAD_BYTES);
    dump->generations = arena_array(a, struct dump_generation, dump->n_generations);
    dump->instances = arena_array(a, struct dump_instance, dump->n_instances);
    r.failed = r.failed || !dump->generations || !dump->instances;
    for (unsigned i = 0; i < dump->n_generations && !r.failed; i++)
        get_generation(&r, &dump->generations[i]);
    for (unsigned i = 0; i < dump->n_instances && !r.failed; i++)
        get_instance(&r, dump, &dump->instances[i]);
    if (r.failed || r.rest.n) {
        *dump = (struct dump){0};
        return err_set(err, "it is damaged");
    }
    return 0;
}

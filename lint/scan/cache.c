/* The file: a head, an index sorted by key, the entries. */
#include "lint/scan/cache.h"

#include <stdlib.h>

#include "lint/scan/facts_cache.h"
#include "schema/base/hash.h"
#include "schema/io/file.h"
#include "schema/unit/path.h"

/* What the sources of the extractor hash to, from the Makefile: new code, new facts. */
#ifndef SCAN_SOURCES
#    define SCAN_SOURCES "0"
#endif

enum {
    KEEP_RUNS = 30, /* an entry not used in so many writes goes */
    CACHE_FILE_MOST = 256 * 1024 * 1024,
    CACHE_KEPT_MOST = 64 * 1024 * 1024, /* over it, only what the last run used stays */
};

struct head {
    char magic[8];
    uint64_t version;
    uint64_t hash; /* of head and index, with this as zero */
    uint32_t n_slots;
    uint32_t run; /* counts the writes */
};

struct slot {
    struct cache_key key;
    uint64_t hash; /* of the entry */
    uint64_t at;   /* from the beginning of the file */
    uint32_t n;
    uint32_t run; /* the last that used it */
};

struct fresh {
    struct cache_key key;
    const struct facts *facts;
};

struct cache {
    struct arena *arena;
    struct str dir, path; /* empty: nothing is kept */
    char *bytes;
    size_t n;
    struct slot *slots;
    uint32_t n_slots, run;
    VEC(struct fresh) fresh;
};

static const char magic[8] = {'E', 'C', 'F', 'A', 'C', 'T', 'S', '1'};

static uint64_t version(void) {
    static const char made_by[] = ECOC_VERSION " " SCAN_SOURCES;
    const uint64_t parts[] = {facts_layout(), hash_bytes(made_by, sizeof made_by),
                              sizeof(struct slot)};
    return hash_bytes(parts, sizeof parts);
}

struct cache_key cache_key_of(struct str text, struct str path) {
    struct str ext = path_extension(path);
    return (struct cache_key){hash_bytes(text.p, text.n), (uint32_t)text.n,
                              (uint32_t)hash_bytes(ext.p, ext.n)};
}

static int compare_key(struct cache_key a, struct cache_key b) {
    int c = (a.hash > b.hash) - (a.hash < b.hash);
    if (!c)
        c = (a.text_n > b.text_n) - (a.text_n < b.text_n);
    return c ? c : (a.language > b.language) - (a.language < b.language);
}

static int compare_slot(const void *x, const void *y) {
    return compare_key(((const struct slot *)x)->key, ((const struct slot *)y)->key);
}

/* ---- reading ---- */

static size_t index_end(uint32_t n_slots) {
    return sizeof(struct head) + (size_t)n_slots * sizeof(struct slot);
}

/* The index is whole and in order, every entry lies behind it. */
static bool is_index(const struct cache *c, const struct head *head, const struct slot *slots) {
    if (hash_bytes_but(c->bytes, index_end(head->n_slots), offsetof(struct head, hash)) !=
        head->hash)
        return false;
    for (uint32_t i = 0; i < head->n_slots; i++) {
        const struct slot *s = &slots[i];
        if ((i && compare_slot(s - 1, s) >= 0) || s->at < index_end(head->n_slots) ||
            s->at % FACTS_ALIGN || s->at > c->n || s->n > c->n - s->at)
            return false;
    }
    return true;
}

static void read_index(struct cache *c) {
    struct head head;
    if (c->n < sizeof head)
        return;
    memcpy(&head, c->bytes, sizeof head);
    if (memcmp(head.magic, magic, sizeof magic) != 0 || head.version != version() ||
        head.n_slots > (c->n - sizeof head) / sizeof(struct slot))
        return;
    struct slot *slots = (void *)(c->bytes + sizeof head);
    if (!is_index(c, &head, slots))
        return;
    c->slots = slots;
    c->n_slots = head.n_slots;
    c->run = head.run;
}

struct cache *cache_open(struct arena *a, struct str dir, struct str repository) {
    struct cache *c = arena_new(a, struct cache);
    struct str bytes = {"", 0};
    struct err err;
    c->arena = a;
    if (!dir.n)
        return c;
    c->dir = arena_str(a, dir);
    c->path = arena_fmt(a, "%.*s/facts-%016llx", STR_ARG(dir),
                        (unsigned long long)hash_bytes(repository.p, repository.n));
    if (file_read(c->path.p, CACHE_FILE_MOST, a, &bytes, &err) < 0)
        return c;
    c->bytes = (char *)(uintptr_t)bytes.p; /* ours alone, on our arena */
    c->n = bytes.n;
    read_index(c);
    return c;
}

bool cache_find(const struct cache *c, struct cache_key key, struct facts *facts, size_t *slot) {
    struct slot wanted = {.key = key};
    const struct slot *s =
        c->n_slots ? bsearch(&wanted, c->slots, c->n_slots, sizeof wanted, compare_slot) : NULL;
    if (!s || hash_bytes(c->bytes + s->at, s->n) != s->hash ||
        !facts_read(c->bytes + s->at, s->n, key.text_n, facts))
        return false;
    *slot = (size_t)(s - c->slots);
    return true;
}

/* ---- writing ---- */

void cache_keep(struct cache *c, size_t slot) {
    c->slots[slot].run = c->run + 1;
}

void cache_put(struct cache *c, struct cache_key key, const struct facts *facts) {
    struct fresh fresh = {key, facts};
    if (c->path.n)
        VEC_PUSH(c->arena, &c->fresh, fresh);
}

static int compare_fresh(const void *x, const void *y) {
    return compare_key(((const struct fresh *)x)->key, ((const struct fresh *)y)->key);
}

static bool is_kept(const struct cache *c, const struct slot *s) {
    uint32_t unused = c->run + 1 - s->run;
    return unused == 0 || (c->n <= CACHE_KEPT_MOST && unused < KEEP_RUNS);
}

static void add_old(struct cache *c, const struct slot *s, struct slot *slot, struct buf *out) {
    *slot = *s;
    slot->at = out->n;
    buf_add(out, c->bytes + s->at, s->n);
}

static void add_fresh(struct cache *c, const struct fresh *f, struct slot *slot, struct buf *out) {
    *slot = (struct slot){.key = f->key, .at = out->n, .run = c->run + 1};
    facts_write(out, f->facts);
    slot->n = (uint32_t)(out->n - slot->at);
    if (!out->failed)
        slot->hash = hash_bytes(out->p + slot->at, slot->n);
}

/* Both lists are in order of the key: merged, the new one of two alike, which is a broken one made anew. */
static uint32_t merge(struct cache *c, struct slot *slots, struct buf *out) {
    size_t i = 0, k = 0;
    uint32_t n = 0;
    while (i < c->n_slots || k < c->fresh.n) {
        int order = i == c->n_slots   ? 1
                    : k == c->fresh.n ? -1
                                      : compare_key(c->slots[i].key, c->fresh.at[k].key);
        const struct fresh *f = &c->fresh.at[k];
        bool is_repeat = order >= 0 && k && compare_fresh(f - 1, f) == 0;
        if (order < 0 && is_kept(c, &c->slots[i]))
            add_old(c, &c->slots[i], &slots[n++], out);
        else if (order >= 0 && !is_repeat)
            add_fresh(c, f, &slots[n++], out);
        i += order <= 0;
        k += order >= 0;
    }
    return n;
}

int cache_save(struct cache *c, struct err *err) {
    struct buf out = {NULL, 0, 0, false};
    if (!c->fresh.n)
        return 0;
    qsort(c->fresh.at, c->fresh.n, sizeof *c->fresh.at, compare_fresh);
    size_t most = c->n_slots + c->fresh.n;
    struct slot *slots = arena_array(c->arena, struct slot, most);
    buf_repeat(&out, '\0',
               index_end((uint32_t)most)); /* room for the index; what is unused stays */
    struct head head = {.version = version(), .run = c->run + 1};
    memcpy(head.magic, magic, sizeof magic);
    head.n_slots = merge(c, slots, &out);
    int rc = out.failed ? err_set(err, "%.*s: out of memory", STR_ARG(c->path)) : 0;
    if (rc == 0) {
        memcpy(out.p, &head, sizeof head);
        memcpy(out.p + sizeof head, slots, head.n_slots * sizeof *slots);
        head.hash = hash_bytes_but(out.p, index_end(head.n_slots), offsetof(struct head, hash));
        memcpy(out.p + offsetof(struct head, hash), &head.hash, sizeof head.hash);
        rc = file_make_dirs(c->dir.p, err);
    }
    if (rc == 0)
        rc = file_replace(c->path.p, (struct str){out.p, out.n}, 0600, err);
    buf_done(&out);
    return rc;
}

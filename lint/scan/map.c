/* Open addressing with linear probing, at most half full. */
#include "lint/scan/map.h"

#include "schema/base/hash.h"

enum { MAP_FIRST = 64 };

struct map_slot {
    struct str key; /* p == NULL: free */
    uint64_t hash;
    void *value;
};

static struct map_slot *find_slot(struct map_slot *slots, size_t cap, struct str key,
                                  uint64_t hash) {
    size_t i = hash & (cap - 1);
    while (slots[i].key.p && !(slots[i].hash == hash && str_eq(slots[i].key, key)))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static void grow(struct map *m) {
    size_t cap = m->cap ? m->cap * 2 : MAP_FIRST;
    struct map_slot *slots = arena_array(m->arena, struct map_slot, cap);
    for (size_t i = 0; i < m->cap; i++)
        if (m->slots[i].key.p)
            *find_slot(slots, cap, m->slots[i].key, m->slots[i].hash) = m->slots[i];
    m->slots = slots;
    m->cap = cap;
}

void *map_get(const struct map *m, struct str key) {
    if (!m->cap)
        return NULL;
    return find_slot(m->slots, m->cap, key, hash_bytes(key.p, key.n))->value;
}

void **map_at(struct map *m, struct str key) {
    uint64_t hash = hash_bytes(key.p, key.n);
    if (m->n * 2 >= m->cap)
        grow(m);
    struct map_slot *slot = find_slot(m->slots, m->cap, key, hash);
    if (!slot->key.p) {
        *slot = (struct map_slot){.key = {key.n ? key.p : "", key.n}, .hash = hash};
        m->n++;
    }
    return &slot->value;
}
